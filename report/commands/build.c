// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// `sourceprint build`: runs any build so that instr-cc is its C compiler.

#define _GNU_SOURCE

#include "commands.h"
#include "common/child.h"
#include "report/setup/build_environment.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct options {
  bool is_strict;
  bool is_verbose;
  char *folder; // to be verified, or NULL
  char **argv;
};

enum { KEY_STRICT = 256, KEY_VERIFY };

static const struct argp_option option_table[] = {
    {"strict", KEY_STRICT, NULL, 0, "Fail where a source cannot be recorded, instead of compiling it as it is", 0},
    {"verbose", 'v', NULL, 0, "Say which variables are set, and for whom", 0},
    {"verify", KEY_VERIFY, "FOLDER", OPTION_ARG_OPTIONAL,
     "Fail if a source in FOLDER, by default the working directory, is changed; see sourceprint verify", 0},
    {0},
};

static error_t parse(int key, char *argument, struct argp_state *state) {
  struct options *options = state->input;
  switch (key) {
  case KEY_STRICT:
    options->is_strict = true;
    return 0;
  case 'v':
    options->is_verbose = true;
    return 0;
  case KEY_VERIFY:
    options->folder = argument ? argument : (char *)".";
    return 0;
  case ARGP_KEY_ARG:
    options->argv = state->argv + state->next - 1;
    state->next = state->argc; // the rest is the build's
    return 0;
  case ARGP_KEY_NO_ARGS:
    argp_usage(state);
    return 0;
  default:
    return ARGP_ERR_UNKNOWN;
  }
}

int command_build(int argc, char **argv) {
  static const struct argp argp = {
      .options = option_table,
      .parser = parse,
      .args_doc = "-- COMMAND [ARGUMENT...]",
      .doc = "Runs a build so that instr-cc is its C compiler: make, configure, CMake, Meson and what they call.\v"
             "What was compiled before must be removed first, as by 'make clean', and CMake and Meson need a new build "
             "folder, because these tools do not look at the compiler again. The exit status is the command's.",
  };
  struct options options = {0};
  argp_parse(&argp, argc, argv, ARGP_IN_ORDER, NULL, &options);
  char *compiler = child_own_program("instr-cc", argv[0]);
  if (!compiler || !build_environment_check(options.argv, compiler, argv[0]))
    return COMMAND_FAILED;
  build_environment_set(compiler, options.is_verbose ? stderr : NULL);
  if (options.is_strict)
    setenv("SOURCEPRINT_STRICT", "1", 1);
  free(compiler);
  if (options.folder)
    return command_verify_run(argv[0], options.folder, options.argv);
  struct child child = {.argv = options.argv, .input = -1, .output = -1, .words = -1};
  return child_run(&child, argv[0]);
}
