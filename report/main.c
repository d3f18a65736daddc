// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// `sourceprint COMMAND ...`: hands the command line to the subcommand.

#include "commands.h"

#include "runtime/format.h"

#include <stdio.h>
#include <string.h>

static const struct command {
  const char *name; // with "sourceprint " before it, which is how usage messages call it
  int (*run)(int argc, char **argv);
} commands[] = {
    {"sourceprint build", command_build},   {"sourceprint ctl", command_ctl},
    {"sourceprint doctor", command_doctor}, {"sourceprint env", command_env},
    {"sourceprint init", command_init},     {"sourceprint last", command_last},
    {"sourceprint log", command_log},       {"sourceprint path", command_path},
    {"sourceprint sites", command_sites},   {"sourceprint stats", command_stats},
    {"sourceprint timing", command_timing}, {"sourceprint verify", command_verify},
};

static const char documentation[] = "Builds programs that record what they execute, and shows it.\v"
                                    "Commands:\n"
                                    "  build   run a build with instr-cc as its compiler\n"
                                    "  ctl     switches the recording of a running process, changes its filters\n"
                                    "  doctor  whether the installation works, and what holds for a source\n"
                                    "  env     the environment variables\n"
                                    "  init    writes a sourceprint.yaml, which says what is recorded\n"
                                    "  last    the last statement of each thread, and how the process ended\n"
                                    "  log     the recorded statements of each thread, in order\n"
                                    "  path    how the last statement was reached: calls and branches\n"
                                    "  sites   the statements that an object file, a program or a run knows\n"
                                    "  stats   what was executed most, and could be left out\n"
                                    "  timing  what records cost a program\n"
                                    "  verify  run a build, and fail if it changes a source\n"
                                    "\n"
                                    "'sourceprint COMMAND --help' tells more about a command.";

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
  static const struct argp argp = {.parser = parse, .args_doc = "COMMAND [ARGUMENT...]", .doc = documentation};
  const size_t prefix = strlen("sourceprint ");
  int at = 0;
  argp_err_exit_status = COMMAND_FAILED;
  argp_program_version_hook = print_version;
  argp_parse(&argp, argc, argv, ARGP_IN_ORDER, NULL, &at);
  for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
    if (strcmp(argv[at], commands[i].name + prefix) != 0)
      continue;
    argv[at] = (char *)commands[i].name;
    return commands[i].run(argc - at, argv + at);
  }
  fprintf(stderr, "sourceprint: there is no command '%s'; see 'sourceprint --help'\n", argv[at]);
  return COMMAND_FAILED;
}
