// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The subcommands of `sourceprint`, and what their command lines have in common.
//
// Exit status of those that read runs: 0 fine; 1 usage error, or nothing found; 2 damaged or partly unreadable input,
// or output that could not be written.
#ifndef SOURCEPRINT_REPORT_COMMANDS_H
#define SOURCEPRINT_REPORT_COMMANDS_H

#include "report/output.h"

#include <argp.h>
#include <stdbool.h>
#include <stdint.h>

#define COMMAND_FAILED 1

// Each takes its own arguments, argv[0] being "sourceprint <command>", and returns the exit status.
int command_build(int argc, char **argv);
int command_ctl(int argc, char **argv);
int command_doctor(int argc, char **argv);
int command_env(int argc, char **argv);
int command_init(int argc, char **argv);
int command_last(int argc, char **argv);
int command_log(int argc, char **argv);
int command_path(int argc, char **argv);
int command_sites(int argc, char **argv);
int command_stats(int argc, char **argv);
int command_timing(int argc, char **argv);
int command_verify(int argc, char **argv);

// What verify does, for build, too. command: begins messages.
int command_verify_run(const char *command, const char *folder, char *const *argv);

// Helpers for argp parsers; each ends the process with a usage message if the argument is wrong.

// True for json, false for text.
bool command_parse_json(const char *argument, struct argp_state *state);

// auto, always or never.
enum output_color_choice command_parse_color(const char *argument, struct argp_state *state);

// A number from 0 to max; what: the option, for the message.
uint64_t command_parse_number(const char *argument, uint64_t max, const char *what, struct argp_state *state);

#endif
