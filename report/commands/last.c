// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// `sourceprint last`: the last statement of each thread.

#include "commands.h"
#include "report/archive/pack.h"
#include "report/model/find.h"
#include "report/text/last_newer.h"
#include "report/text/last_text.h"
#include "report/text/progress.h"

#include <string.h>

struct options {
  struct find_runs runs;
  bool is_json;
  bool is_all;
  uint32_t context;
  bool is_raw;
  bool is_each;
  struct choice choice;
  enum output_color_choice color;
  char **arguments;
  size_t argument_count;
};

enum { KEY_FORMAT = 256, KEY_CONTEXT, KEY_COLOR, KEY_ALL, KEY_RAW, KEY_EACH };

static const struct argp_option option_table[] = {
    {"all", KEY_ALL, NULL, 0, "Show all runs of a folder, not only its newest family", 0},
    {"color", KEY_COLOR, "WHEN", 0, "Use colours: auto (the default), always or never", 0},
    {"context", KEY_CONTEXT, "N", 0, "Show N lines of source before and behind the statement (default 2)", 0},
    {"each", KEY_EACH, NULL, 0, "Show each thread, where many are at the same statement, too", 0},
    {"format", KEY_FORMAT, "FORMAT", 0, "Print text (the default) or json", 0},
    {"raw", KEY_RAW, NULL, 0, "Print a record for each thread in one line, as log does", 0},
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
  case KEY_EACH:
    options->is_each = true;
    return 0;
  case KEY_RAW:
    options->is_raw = true;
    return 0;
  case ARGP_KEY_END:
    if (options->is_raw && options->is_json)
      argp_error(state, "--raw and --format=json are two forms: choose one");
    return 0;
  case ARGP_KEY_INIT:
    state->child_inputs[0] = &options->choice;
    return 0;
  case ARGP_KEY_ARGS:
    options->arguments = state->argv + state->next;
    options->argument_count = (size_t)(state->argc - state->next);
    return 0;
  default:
    return ARGP_ERR_UNKNOWN;
  }
}

struct show {
  struct options *options;
  struct last_look look;
  json_t *processes; // NULL unless it is JSON
  size_t shown;      // processes
  size_t threads;    // of them
};

static size_t count_chosen(const struct last_process *process) {
  size_t chosen = 0;
  for (size_t i = 0; i < process->thread_count; i++)
    chosen += !process->threads[i].is_left_out;
  return chosen;
}

static void show_raw(const struct last_process *process) {
  for (size_t i = 0; i < process->thread_count; i++)
    if (!process->threads[i].is_left_out)
      last_print_raw(stdout, &process->threads[i]);
}

static void read_from(struct last_process *process, size_t first) {
  for (size_t i = first; i < process->thread_count && !output_is_over(); i++) {
    progress_thread(i, process->thread_count);
    last_read(process, &process->threads[i]);
  }
  progress_end();
}

// The thread that crashed is shown before the others are read.
static void show_text(struct last_process *process, struct show *show) {
  fputs(show->shown ? "\n" : "", stdout);
  last_print_process(stdout, process->run, &show->look);
  size_t read = 0;
  if (process->thread_count) {
    struct last_thread *first = &process->threads[read++];
    last_read(process, first);
    if (!first->is_left_out)
      last_print_thread(stdout, process->run, first, &show->look);
    fflush(stdout);
  }
  read_from(process, read);
  last_print_rest(stdout, process, read, &show->look);
}

// Shows one run, unless it has nothing that was asked for.
static void show_run(struct reader_run *run, struct show *show) {
  struct choice *choice = &show->options->choice;
  struct last_process process = last_begin(run, choice);
  const bool is_all = !choice_is_by_thread(choice);
  if (!show->options->is_raw && !show->processes && (is_all || process.thread_count)) {
    show_text(&process, show);
  } else {
    read_from(&process, 0);
    if (show->options->is_raw)
      show_raw(&process);
    else if (show->processes && (is_all || process.thread_count))
      json_array_append_new(show->processes, last_json(&process));
  }
  show->shown += is_all || process.thread_count;
  show->threads += count_chosen(&process);
  choice_ask_all(choice, run);
  last_free(&process);
}

static void dump(json_t *processes) {
  json_t *all = json_pack("{s:i, s:o}", "schema", 1, "processes", processes);
  json_dumpf(all, stdout, JSON_COMPACT);
  putchar('\n');
  json_decref(all);
}

// Of several processes those that crashed come first. What is wrong with a run is told when it is shown.
static void put_crashed_first(struct find_runs *runs) {
  struct reader silent = {0};
  size_t crashed = 0;
  for (size_t i = 0; runs->count > 1 && i < runs->count; i++) {
    struct reader_run *run = reader_run_open(&silent, runs->paths[i]);
    if (run && last_is_crash(run)) {
      char *path = runs->paths[i];
      memmove(runs->paths + crashed + 1, runs->paths + crashed, (i - crashed) * sizeof *runs->paths);
      runs->paths[crashed++] = path;
    }
    reader_run_close(run);
  }
  reader_free(&silent);
}

static int show_all(struct options *options, struct reader *reader) {
  struct source_cache sources = {0};
  struct show show = {
      .options = options,
      .look = {output_choose_colors(options->color), options->context, &sources, options->is_each},
      .processes = options->is_json ? json_array() : NULL,
  };
  put_crashed_first(&options->runs);
  progress_begin("reading", true);
  for (size_t i = 0; i < options->runs.count && !output_is_over(); i++) {
    progress_run(i, options->runs.count);
    struct reader_run *run = reader_run_open(reader, options->runs.paths[i]);
    if (!run)
      continue;
    show_run(run, &show);
    reader_run_close(run);
  }
  if (show.processes)
    dump(show.processes);
  source_cache_free(&sources);
  choice_tell_idle(&options->choice);
  if ((choice_is_by_thread(&options->choice) || choice_is_by_site(&options->choice)) && !show.threads) {
    fputs("sourceprint: no run has what was asked for\n", stderr);
    return COMMAND_FAILED;
  }
  return 0;
}

int command_last(int argc, char **argv) {
  static const struct argp_child children[] = {{.argp = &choice_argp}, {.argp = &source_root_argp}, {0}};
  static const struct argp argp = {
      .options = option_table,
      .parser = parse,
      .children = children,
      .args_doc = "[RUN...]",
      .doc = "Shows the last statement that each thread began, and how the process ended.\v"
             "RUN is a run directory, or a folder of runs, which stands for its newest family: a process and all "
             "its descendants. Without RUN, the folder is $SOURCEPRINT_OUTPUT_DIR, or sourceprint-<uid> in the "
             "directory for temporary files.",
  };
  struct options options = {.context = 2, .runs.archives = &pack_archives};
  struct reader reader = {.problems.out = stderr};
  argp_parse(&argp, argc, argv, 0, NULL, &options);
  output_begin();
  find_runs(&options.runs, options.arguments, options.argument_count, options.is_all, &reader.problems);
  int status = options.runs.count ? show_all(&options, &reader) : COMMAND_FAILED;
  last_tell_newer_crashes(&options.runs);
  const int damage = reader_problems_status(&reader.problems);
  if (!status)
    status = damage;
  reader_free(&reader);
  choice_free(&options.choice);
  find_runs_free(&options.runs);
  return output_finish(status);
}
