// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// `sourceprint path`: how a thread came to its last statement.

#include "asked.h"
#include "report/text/json.h"
#include "report/text/last_newer.h"
#include "report/text/last_text.h"
#include "report/text/path_text.h"
#include "report/text/progress.h"

#include <stdlib.h>

struct options {
  struct asked asked;
  uint64_t seq;
  uint64_t lines;
};

enum { KEY_SEQ = 256 };

static const struct argp_option option_table[] = {
    {"lines", 'n', "N", 0, "Show the newest N steps (default 20)", 0},
    {"seq", KEY_SEQ, "SEQ", 0, "Show how the statement of this number was reached", 0},
    {0},
};

static error_t parse(int key, char *argument, struct argp_state *state) {
  struct options *options = state->input;
  switch (key) {
  case 'n':
    options->lines = command_parse_number(argument, UINT32_MAX, "-n", state);
    return 0;
  case KEY_SEQ:
    options->seq = command_parse_number(argument, UINT64_MAX - 1, "--seq", state);
    if (options->seq == 0)
      argp_error(state, "--seq counts from 1");
    return 0;
  default:
    return ARGP_ERR_UNKNOWN;
  }
}

struct work {
  struct options *options;
  struct output_colors colors;
  struct path path;
  struct reader_history history;
  json_t *threads; // of the process, for json
  size_t shown;
  size_t found;  // of those, with the statement asked for
  size_t opened; // runs
};

// What the fault was in may be an earlier statement than the last one, whose call had returned.
static uint64_t last_seq(struct reader_run *run, const struct reader_thread *thread) {
  uint64_t seq = 0;
  if (!thread->is_end_thread)
    return 0;
  struct choice all = {0};
  struct last_process process = last_begin(run, &all);
  struct last_thread *first = process.threads; // that one
  if (process.thread_count && first->thread.number == thread->number) {
    last_read(&process, first);
    seq = first->has_site ? first->record.text.seq : 0;
  }
  last_free(&process);
  choice_free(&all);
  return seq;
}

// Why the thread has no path, or NULL.
static const char *choose(struct reader_run *run, const struct reader_thread *thread, const struct work *work,
                          uint64_t *number) {
  const struct reader_history *history = &work->history;
  if (history->is_only_last)
    return "only the last statement is kept";
  if (!reader_history_last(history, number))
    return "no statement is known";
  const uint64_t seq = work->options->seq ? work->options->seq : last_seq(run, thread);
  if (seq > history->first && seq <= history->end)
    *number = seq - 1;
  else if (work->options->seq)
    return "the statement of that number is not in its window";
  return NULL;
}

static void show_thread(struct reader_run *run, const struct reader_thread *thread, struct work *work) {
  struct path_view view = {.thread = thread, .history = &work->history, .lines = work->options->lines};
  view.colors = work->colors;
  if (!reader_thread_history(run, thread, &work->history))
    return;
  view.why = choose(run, thread, work, &view.number);
  if (!view.why && !path_follow(&work->path, run, thread, &work->history, view.number))
    view.why = "memory is short";
  if (!view.why && !work->path.frames.depth)
    view.why = "no function is known";
  work->found += !view.why;
  progress_end();
  if (work->options->asked.is_json) {
    json_array_append_new(work->threads, path_json(&work->path, &view));
  } else {
    fputs(work->shown ? "\n" : "", stdout);
    path_print(stdout, &work->path, &view);
  }
  work->shown++;
}

// All that were asked for; the one that crashed alone, if none was.
static void show_threads(struct reader_run *run, struct work *work) {
  struct reader_thread *threads;
  const size_t count = reader_threads(run, &threads);
  const bool is_chosen = choice_is_by_thread(&work->options->asked.choice);
  bool has_crashed = false;
  for (size_t i = 0; i < count; i++)
    has_crashed |= last_is_crash(run) && threads[i].is_end_thread;
  for (size_t i = 0; i < count && !output_is_over(); i++)
    if (is_chosen ? choice_has_thread(&work->options->asked.choice, run, &threads[i])
                  : !has_crashed || threads[i].is_end_thread) {
      progress_thread(i, count);
      show_thread(run, &threads[i], work);
    }
  free(threads);
}

// Returns the exit status, as far as nothing was damaged.
static int tell_missing(const struct options *options, const struct work *work) {
  if (work->found || !work->opened)
    return 0; // if there is none, a problem was told
  if (!work->shown && choice_is_by_thread(&options->asked.choice))
    fputs("sourceprint: no run has such a thread\n", stderr);
  else if (options->seq)
    fprintf(stderr, "sourceprint: no thread has a statement %llu in its window\n", (unsigned long long)options->seq);
  else if (!options->asked.reader.problems.count)
    fputs("sourceprint: no thread has recorded statements\n", stderr);
  return options->asked.reader.problems.count ? 0 : COMMAND_FAILED;
}

static int show_all(struct options *options) {
  struct work work = {.options = options, .colors = output_choose_colors(options->asked.color)};
  json_t *processes = json_array();
  progress_begin("following the calls", true);
  for (struct reader_run *run; (run = asked_next(&options->asked)); work.opened++) {
    work.path.frames.run = run;
    work.path.progress = &progress_steps;
    work.threads = json_array();
    show_threads(run, &work);
    json_array_append_new(processes, json_pack("{s:i, s:o, s:o}", "pid", run->header.pid, "program",
                                               report_json_text(run->header.program), "threads", work.threads));
    path_free(&work.path);
    reader_run_close(run);
  }
  if (options->asked.is_json)
    asked_dump(processes);
  else
    json_decref(processes);
  reader_history_free(&work.history);
  choice_tell_idle(&options->asked.choice);
  return tell_missing(options, &work);
}

int command_path(int argc, char **argv) {
  static const struct asked_command command = {
      .options = option_table,
      .parse = parse,
      .parts = ASKED_RUNS | ASKED_FORMAT | ASKED_COLOR | ASKED_THREADS,
      .args_doc = "[RUN...]",
      .doc = "Shows how the last statement was reached: the calls around it, and the branches that led there.\v"
             "Of a process that crashed, the thread that did is shown, of others all threads. RUN is as for "
             "'sourceprint last'.",
  };
  struct options options = {.lines = 20};
  asked_parse(&options.asked, &command, &options, argc, argv);
  const int status = asked_find(&options.asked) ? show_all(&options) : COMMAND_FAILED;
  last_tell_newer_crashes(&options.asked.runs);
  return asked_end(&options.asked, status);
}
