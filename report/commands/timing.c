// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// `sourceprint timing`: what recording costs a program, in processor time.

#define _GNU_SOURCE

#include "report/setup/timing.h"
#include "commands.h"
#include "common/child.h"
#include "report/text/json.h"
#include "report/text/output.h"

#include <stdio.h>
#include <stdlib.h>

#define RUNS_MAX 1000

struct options {
  const char *plain; // the program's plain twin, or NULL
  const char *build; // the command that makes it, or NULL
  unsigned runs;
  bool is_json;
  char **argv;
};

// Shorter programs measure their start.
#define SHORT_SECONDS 0.05

enum { KEY_BUILD = 256, KEY_FORMAT, KEY_PLAIN, KEY_RUNS };

static const struct argp_option option_table[] = {
    {"build", KEY_BUILD, "COMMAND", 0,
     "Make the program by this command of the shell, as in 'make clean all': first with clang as CC, then as "
     "sourceprint "
     "build does",
     0},
    {"format", KEY_FORMAT, "FORMAT", 0, "Print text (the default) or json", 0},
    {"plain", KEY_PLAIN, "PROGRAM", 0, "The same program, built without records", 0},
    {"runs", KEY_RUNS, "N", 0, "Run each of the two N times, by default 5, after once for nothing", 0},
    {0},
};

static error_t parse(int key, char *argument, struct argp_state *state) {
  struct options *options = state->input;
  switch (key) {
  case KEY_BUILD:
    options->build = argument;
    return 0;
  case KEY_FORMAT:
    options->is_json = command_parse_json(argument, state);
    return 0;
  case KEY_PLAIN:
    options->plain = argument;
    return 0;
  case KEY_RUNS:
    options->runs = (unsigned)command_parse_number(argument, RUNS_MAX, "--runs", state);
    return 0;
  case ARGP_KEY_ARG:
    options->argv = state->argv + state->next - 1;
    state->next = state->argc; // the rest is the program's
    return 0;
  case ARGP_KEY_END:
    if (!options->argv || !options->plain == !options->build || options->runs == 0)
      argp_usage(state);
    return 0;
  default:
    return ARGP_ERR_UNKNOWN;
  }
}

static void print_line(const char *name, const struct timing_figure *figure, const char *unit, int digits) {
  printf("%-9s %.*f%s  (%.*f to %.*f)\n", name, digits, figure->median, unit, digits, figure->least, digits,
         figure->most);
}

static void print_text(const struct timing *timing) {
  print_line("plain", &timing->plain, " s", 3);
  print_line("recorded", &timing->recorded, " s", 3);
  print_line("ratio", &timing->ratio, "", 2);
  if (timing->plain.median < SHORT_SECONDS)
    puts("the program is too short to tell more than what it costs to start");
}

static json_t *figure_json(const struct timing_figure *figure) {
  return json_pack("{s:f, s:f, s:f}", "median", figure->median, "least", figure->least, "most", figure->most);
}

static void print_json(const struct timing *timing, unsigned runs) {
  json_t *object = json_pack("{s:i, s:i, s:b}", "schema", 1, "runs", (int)runs, "is_too_short",
                             timing->plain.median < SHORT_SECONDS);
  json_object_set_new(object, "plain", figure_json(&timing->plain));
  json_object_set_new(object, "recorded", figure_json(&timing->recorded));
  json_object_set_new(object, "ratio", figure_json(&timing->ratio));
  json_dumpf(object, stdout, JSON_COMPACT | JSON_REAL_PRECISION(6));
  putchar('\n');
  json_decref(object);
}

int command_timing(int argc, char **argv) {
  static const struct argp argp = {
      .options = option_table,
      .parser = parse,
      .args_doc = "--build=COMMAND -- PROGRAM [ARGUMENT...]\n--plain=PROGRAM -- PROGRAM [ARGUMENT...]",
      .doc = "Runs a program with and without records by turns, and prints what records cost.\v"
             "Times are of the processor, user and system together, of the program and the processes that it waits "
             "for: the median, the least and the most. The ratio is that of each pair of runs. The program reads "
             "nothing, what it prints is dropped, and no run of it is kept.",
  };
  struct options options = {.runs = 5};
  struct timing timing;
  argp_parse(&argp, argc, argv, ARGP_IN_ORDER, NULL, &options);
  int status = timing_begin(&timing, argv[0]);
  if (status == 0 && options.build)
    status = timing_build(&timing, options.build, options.argv[0]);
  if (status == 0 && options.plain)
    status = timing_take(&timing, options.plain, options.argv[0]);
  if (status == 0)
    status = timing_measure(&timing, options.argv, options.runs);
  output_begin();
  if (status == 0 && options.is_json)
    print_json(&timing, options.runs);
  else if (status == 0)
    print_text(&timing);
  timing_end(&timing);
  return output_finish(status);
}
