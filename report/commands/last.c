// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// `sourceprint last`: the last statement of each thread.

#include "asked.h"
#include "report/text/last_newer.h"
#include "report/text/last_text.h"
#include "report/text/progress.h"

#include <string.h>

struct options {
  struct asked asked;
  uint32_t context;
  bool is_raw;
  bool is_each;
};

enum { KEY_CONTEXT = 256, KEY_ALL, KEY_RAW, KEY_EACH };

static const struct argp_option option_table[] = {
    {"all", KEY_ALL, NULL, 0, "Show all runs of a folder, not only its newest family", 0},
    {"context", KEY_CONTEXT, "N", 0, "Show N lines of source before and behind the statement (default 2)", 0},
    {"each", KEY_EACH, NULL, 0, "Show each thread, where many are at the same statement, too", 0},
    {"raw", KEY_RAW, NULL, 0, "Print a record for each thread in one line, as log does", 0},
    {0},
};

static error_t parse(int key, char *argument, struct argp_state *state) {
  struct options *options = state->input;
  switch (key) {
  case KEY_ALL:
    options->asked.is_all = true;
    return 0;
  case KEY_CONTEXT:
    options->context = (uint32_t)command_parse_number(argument, 1000, "--context", state);
    return 0;
  case KEY_EACH:
    options->is_each = true;
    return 0;
  case KEY_RAW:
    options->is_raw = true;
    return 0;
  case ARGP_KEY_END:
    if (options->is_raw && options->asked.is_json)
      argp_error(state, "--raw and --format=json are two forms: choose one");
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
  struct choice *choice = &show->options->asked.choice;
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

static int show_all(struct options *options) {
  struct asked *asked = &options->asked;
  struct source_cache sources = {0};
  struct show show = {
      .options = options,
      .look = {output_choose_colors(asked->color), options->context, &sources, options->is_each},
      .processes = asked->is_json ? json_array() : NULL,
  };
  put_crashed_first(&asked->runs);
  progress_begin("reading", true);
  for (struct reader_run *run; (run = asked_next(asked));) {
    show_run(run, &show);
    reader_run_close(run);
  }
  if (show.processes)
    asked_dump(show.processes);
  source_cache_free(&sources);
  choice_tell_idle(&asked->choice);
  if ((choice_is_by_thread(&asked->choice) || choice_is_by_site(&asked->choice)) && !show.threads) {
    fputs("sourceprint: no run has what was asked for\n", stderr);
    return COMMAND_FAILED;
  }
  return 0;
}

int command_last(int argc, char **argv) {
  static const struct asked_command command = {
      .options = option_table,
      .parse = parse,
      .parts = ASKED_RUNS | ASKED_FORMAT | ASKED_COLOR | ASKED_CHOICE | ASKED_SOURCE_ROOT,
      .args_doc = "[RUN...]",
      .doc = "Shows the last statement that each thread began, and how the process ended.\v" COMMAND_FAMILY_DOC,
  };
  struct options options = {.context = 2};
  asked_parse(&options.asked, &command, &options, argc, argv);
  const int status = asked_find(&options.asked) ? show_all(&options) : COMMAND_FAILED;
  last_tell_newer_crashes(&options.asked.runs);
  return asked_end(&options.asked, status);
}
