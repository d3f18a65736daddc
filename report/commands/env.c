// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// `sourceprint env`: the environment variables, and what they are set to.

#define _GNU_SOURCE

#include "commands.h"
#include "report/text/output.h"
#include "runtime/place.h"

#include <string.h>

static const struct setting {
  const char *name, *type, *standard, *reader, *help;
} settings[] = {
#define SP_SETTING(name, type, standard, reader, help) {#name, type, standard, reader, help},
#include "runtime/settings.def"
#undef SP_SETTING
};

static void print(const struct setting *setting) {
  const char *value = sp_setting(setting->name);
  printf("SOURCEPRINT_%s=", setting->name);
  if (value)
    output_text(stdout, value, strlen(value));
  printf("\n  %s\n  %s; default: %s; read by: %s\n", setting->help, setting->type, setting->standard, setting->reader);
}

static error_t parse(int key, char *argument, struct argp_state *state) {
  (void)argument;
  if (key == ARGP_KEY_ARG)
    argp_usage(state);
  return ARGP_ERR_UNKNOWN;
}

int command_env(int argc, char **argv) {
  static const struct argp argp = {
      .parser = parse,
      .doc = "Lists the environment variables, with what they are set to.",
  };
  argp_parse(&argp, argc, argv, 0, NULL, NULL);
  output_begin();
  for (size_t i = 0; i < sizeof settings / sizeof *settings; i++)
    print(&settings[i]);
  return output_finish(0);
}
