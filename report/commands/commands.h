// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The subcommands of `sourceprint`, and what their command lines have in common.
//
// Exit status of those that read runs: 0 fine; 1 usage error, or nothing found; 2 damaged or partly unreadable input,
// or output that could not be written.
#ifndef SOURCEPRINT_REPORT_COMMANDS_H
#define SOURCEPRINT_REPORT_COMMANDS_H

#include "report/text/output.h"

#include <argp.h>
#include <stdbool.h>
#include <stdint.h>

#define COMMAND_FAILED 1

// Of help texts: what RUN may be.
#define COMMAND_RUN_DOC                                                                                                \
  "RUN is a run directory, or a folder of runs, which stands for its newest family; without RUN, the folder that the " \
  "runtime writes to."

// All of them, by name, with the line that says what each is for.
#define COMMANDS(X)                                                                                                    \
  X(build, "run a build with instr-cc as its compiler")                                                                \
  X(ctl, "switch the recording of a running process, change its filters")                                              \
  X(diff, "where two runs part, and what only one of them executed")                                                   \
  X(doctor, "whether the installation works, and what holds for a source")                                             \
  X(env, "the environment variables")                                                                                  \
  X(export, "a run in the form that another program reads")                                                            \
  X(follow, "what running processes execute, as it happens")                                                           \
  X(init, "write a sourceprint.yaml, which says what is recorded")                                                     \
  X(last, "the last statement of each thread, and how the process ended")                                              \
  X(log, "the recorded statements of each thread, in order")                                                           \
  X(merge, "runs of several folders, machines and archives in one folder")                                             \
  X(pack, "runs and their sources in one file")                                                                        \
  X(path, "how the last statement was reached: the calls and decisions")                                               \
  X(serve, "runs in the browser: threads, sources, each statement back and forth")                                     \
  X(sites, "the statements that an object file, a program or a run knows")                                             \
  X(stats, "what was executed most, and could be left out")                                                            \
  X(timing, "what records cost a program")                                                                             \
  X(tui, "a run in the terminal: threads, source, history back and forth")                                             \
  X(verify, "run a build, and fail if it changes a source")

// Each takes its own arguments, argv[0] being "sourceprint <command>", and returns the exit status.
#define COMMAND_DECLARE(name, words) int command_##name(int argc, char **argv);
COMMANDS(COMMAND_DECLARE)
#undef COMMAND_DECLARE

// What verify does, for build, too. command: begins messages.
int command_verify_run(const char *command, const char *folder, char *const *argv);

// The same where a family is explained.
#define COMMAND_FAMILY_DOC                                                                                             \
  "RUN is a run directory, or a folder of runs, which stands for its newest family: a process and all its "            \
  "descendants. Without RUN, the folder is $SOURCEPRINT_OUTPUT_DIR, or sourceprint-<uid> in the directory for "        \
  "temporary files."

// Helpers for argp parsers; each ends the process with a usage message if the argument is wrong.

// True for json, false for text.
bool command_parse_json(const char *argument, struct argp_state *state);

// auto, always or never.
enum output_color_choice command_parse_color(const char *argument, struct argp_state *state);

// A number from 0 to max; what: the option, for the message.
uint64_t command_parse_number(const char *argument, uint64_t max, const char *what, struct argp_state *state);

#endif
