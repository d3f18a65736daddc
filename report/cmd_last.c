// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// `sourceprint last`: the last statement of each thread.

#include "commands.h"
#include "find.h"
#include "last.h"

#include <limits.h>
#include <stdlib.h>

struct options {
  struct find_runs runs;
  bool is_json;
  bool is_all;
  uint32_t context;
  int tid;
  enum output_color_choice color;
  char **arguments;
  size_t argument_count;
};

enum { KEY_FORMAT = 256, KEY_CONTEXT, KEY_COLOR, KEY_THREAD, KEY_ALL };

static const struct argp_option option_table[] = {
    {"all", KEY_ALL, NULL, 0, "Show all runs of a folder, not only its newest family", 0},
    {"color", KEY_COLOR, "WHEN", 0, "Use colours: auto (the default), always or never", 0},
    {"context", KEY_CONTEXT, "N", 0, "Show N lines of source before and behind the statement (default 2)", 0},
    {"format", KEY_FORMAT, "FORMAT", 0, "Print text (the default) or json", 0},
    {"thread", KEY_THREAD, "TID", 0, "Show only the thread TID", 0},
    {0},
};

static error_t parse(int key, char *argument, struct argp_state *state) {
  struct options *options = state->input;
  switch (key) {
  case KEY_ALL:
    options->is_all = true;
    return 0;
  case KEY_COLOR:
    options->color = command_parse_color(argument, state);
    return 0;
  case KEY_CONTEXT:
    options->context = (uint32_t)command_parse_number(argument, 1000, "--context", state);
    return 0;
  case KEY_FORMAT:
    options->is_json = command_parse_json(argument, state);
    return 0;
  case KEY_THREAD:
    options->tid = (int)command_parse_number(argument, INT_MAX, "--thread", state);
    return 0;
  case ARGP_KEY_ARGS:
    options->arguments = state->argv + state->next;
    options->argument_count = (size_t)(state->argc - state->next);
    return 0;
  default:
    return ARGP_ERR_UNKNOWN;
  }
}

struct progress {
  size_t processes; // shown so far
  size_t threads;
};

// Shows one run, unless it has none of the threads asked for.
static void show(struct reader_run *run, const struct options *options, const struct last_look *look, json_t *processes,
                 struct progress *progress) {
  struct last_process process = last_collect(run, options->tid);
  if (!options->tid || process.thread_count) {
    if (options->is_json) {
      json_array_append_new(processes, last_json(&process));
    } else {
      fputs(progress->processes ? "\n" : "", stdout);
      last_print(stdout, &process, look);
    }
    progress->processes++;
    progress->threads += process.thread_count;
  }
  last_free(&process);
}

static int show_all(const struct options *options, struct reader *reader) {
  struct source_cache sources = {0};
  const struct last_look look = {output_choose_colors(options->color), options->context, &sources};
  json_t *processes = json_array();
  struct progress progress = {0};
  for (size_t i = 0; i < options->runs.count && !output_is_over(); i++) {
    struct reader_run *run = reader_run_open(reader, options->runs.paths[i]);
    if (!run)
      continue;
    show(run, options, &look, processes, &progress);
    reader_run_close(run);
  }
  if (options->is_json) {
    json_t *all = json_pack("{s:i, s:o}", "schema", 1, "processes", processes);
    json_dumpf(all, stdout, JSON_COMPACT);
    putchar('\n');
    json_decref(all);
  } else {
    json_decref(processes);
  }
  source_cache_free(&sources);
  if (options->tid && !progress.threads) {
    fprintf(stderr, "sourceprint: no run has a thread %d\n", options->tid);
    return COMMAND_FAILED;
  }
  return 0;
}

int command_last(int argc, char **argv) {
  static const struct argp argp = {
      .options = option_table,
      .parser = parse,
      .args_doc = "[RUN...]",
      .doc = "Shows the last statement that each thread began, and how the process ended.\v"
             "RUN is a run directory, or a folder of runs, which stands for its newest family: a process and all "
             "its descendants. Without RUN, the folder is $SOURCEPRINT_OUTPUT_DIR, or sourceprint-<uid> in the "
             "directory for temporary files.",
  };
  struct options options = {.context = 2};
  struct reader reader = {.problems.out = stderr};
  argp_parse(&argp, argc, argv, 0, NULL, &options);
  output_begin();
  find_runs(&options.runs, options.arguments, options.argument_count, options.is_all, &reader.problems);
  int status = options.runs.count ? show_all(&options, &reader) : COMMAND_FAILED;
  const int damage = reader_problems_status(&reader.problems);
  if (!status)
    status = damage;
  reader_free(&reader);
  find_runs_free(&options.runs);
  return output_finish(status);
}
