// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// `sourceprint COMMAND ...`: hands the command line to the subcommand.

#define _GNU_SOURCE

#include "report/commands/commands.h"

#include "runtime/format.h"

#include <stdio.h>
#include <string.h>

static const struct command {
  const char *name; // with "sourceprint " before it, which is how usage messages call it
  const char *words;
  int (*run)(int argc, char **argv);
} commands[] = {
#define ENTRY(name, words) {"sourceprint " #name, words, command_##name},
    COMMANDS(ENTRY)
#undef ENTRY
};
#define COMMAND_COUNT (sizeof commands / sizeof *commands)

static const size_t prefix = sizeof "sourceprint " - 1;

// The list of commands, as the text behind the options. argp frees what it gets.
static char *help(int key, const char *text, void *input) {
  (void)input;
  if (key != ARGP_KEY_HELP_POST_DOC)
    return (char *)text;
  char *list = NULL;
  size_t bytes;
  FILE *out = open_memstream(&list, &bytes);
  if (!out)
    return (char *)text;
  fputs("Commands:\n", out);
  for (size_t i = 0; i < COMMAND_COUNT; i++)
    fprintf(out, "  %-7s %s\n", commands[i].name + prefix, commands[i].words);
  fprintf(out, "\n%s", text);
  return fclose(out) == 0 ? list : (char *)text;
}

static error_t parse(int key, char *argument, struct argp_state *state) {
  (void)argument;
  if (key == ARGP_KEY_NO_ARGS)
    argp_usage(state);
  if (key != ARGP_KEY_ARG)
    return ARGP_ERR_UNKNOWN;
  *(int *)state->input = state->next - 1;
  state->next = state->argc; // the rest is the command's
  return 0;
}

static void print_version(FILE *out, struct argp_state *state) {
  (void)state;
  fprintf(out, "sourceprint, reads format %u\n", SP_FORMAT_VERSION);
}

int main(int argc, char **argv) {
  static const struct argp argp = {
      .parser = parse,
      .args_doc = "COMMAND [ARGUMENT...]",
      .doc = "Builds programs that record what they execute, and shows it.\v"
             "'sourceprint COMMAND --help' tells more about a command.",
      .help_filter = help,
  };
  int at = 0;
  argp_err_exit_status = COMMAND_FAILED;
  argp_program_version_hook = print_version;
  argp_parse(&argp, argc, argv, ARGP_IN_ORDER, NULL, &at);
  for (size_t i = 0; i < COMMAND_COUNT; i++) {
    if (strcmp(argv[at], commands[i].name + prefix) != 0)
      continue;
    argv[at] = (char *)commands[i].name;
    return commands[i].run(argc - at, argv + at);
  }
  fprintf(stderr, "sourceprint: there is no command '%s'; see 'sourceprint --help'\n", argv[at]);
  return COMMAND_FAILED;
}
