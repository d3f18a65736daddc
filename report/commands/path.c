// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// `sourceprint path`: how a thread came to its last statement.

#include "commands.h"
#include "report/archive/pack.h"
#include "report/model/find.h"
#include "report/text/json.h"
#include "report/text/last_newer.h"
#include "report/text/last_text.h"
#include "report/text/path_text.h"
#include "report/text/progress.h"

#include <stdlib.h>

struct options {
  struct find_runs runs;
  bool is_json;
  struct choice choice;
  uint64_t seq;
  uint64_t lines;
  enum output_color_choice color;
  char **arguments;
  size_t argument_count;
};

enum { KEY_FORMAT = 256, KEY_COLOR, KEY_SEQ };

static const struct argp_option option_table[] = {
    {"color", KEY_COLOR, "WHEN", 0, "Use colours: auto (the default), always or never", 0},
    {"format", KEY_FORMAT, "FORMAT", 0, "Print text (the default) or json", 0},
    {"lines", 'n', "N", 0, "Show the newest N steps (default 20)", 0},
    {"seq", KEY_SEQ, "SEQ", 0, "Show how the statement of this number was reached", 0},
    {0},
};

static error_t parse(int key, char *argument, struct argp_state *state) {
  struct options *options = state->input;
  switch (key) {
  case KEY_COLOR:
    options->color = command_parse_color(argument, state);
    return 0;
  case KEY_FORMAT:
    options->is_json = command_parse_json(argument, state);
    return 0;
  case 'n':
    options->lines = command_parse_number(argument, UINT32_MAX, "-n", state);
    return 0;
  case KEY_SEQ:
    options->seq = command_parse_number(argument, UINT64_MAX - 1, "--seq", state);
    if (options->seq == 0)
      argp_error(state, "--seq counts from 1");
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

struct work {
  struct options *options;
  struct output_colors colors;
  struct path path;
  struct reader_history history;
  json_t *threads; // of the process, for json
  size_t shown;
  size_t found; // of those, with the statement asked for
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
  if (work->options->is_json) {
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
  const bool is_chosen = choice_is_by_thread(&work->options->choice);
  bool has_crashed = false;
  for (size_t i = 0; i < count; i++)
    has_crashed |= last_is_crash(run) && threads[i].is_end_thread;
  for (size_t i = 0; i < count && !output_is_over(); i++)
    if (is_chosen ? choice_has_thread(&work->options->choice, run, &threads[i])
                  : !has_crashed || threads[i].is_end_thread) {
      progress_thread(i, count);
      show_thread(run, &threads[i], work);
    }
  free(threads);
}

static int show_all(struct options *options, struct reader *reader) {
  struct work work = {.options = options, .colors = output_choose_colors(options->color)};
  json_t *processes = json_array();
  size_t opened = 0;
  progress_begin("following the calls", true);
  for (size_t i = 0; i < options->runs.count && !output_is_over(); i++) {
    progress_run(i, options->runs.count);
    struct reader_run *run = reader_run_open(reader, options->runs.paths[i]);
    if (!run)
      continue;
    opened++;
    work.path.frames.run = run;
    work.path.progress = &progress_steps;
    work.threads = json_array();
    show_threads(run, &work);
    json_array_append_new(processes, json_pack("{s:i, s:o, s:o}", "pid", run->header.pid, "program",
                                               report_json_text(run->header.program), "threads", work.threads));
    path_free(&work.path);
    reader_run_close(run);
  }
  if (options->is_json) {
    json_t *all = json_pack("{s:i, s:O}", "schema", 1, "processes", processes);
    json_dumpf(all, stdout, JSON_COMPACT);
    putchar('\n');
    json_decref(all);
  }
  json_decref(processes);
  reader_history_free(&work.history);
  choice_tell_idle(&options->choice);
  if (work.found || !opened)
    return 0; // if there is none, a problem was told
  if (!work.shown && choice_is_by_thread(&options->choice))
    fputs("sourceprint: no run has such a thread\n", stderr);
  else if (options->seq)
    fprintf(stderr, "sourceprint: no thread has a statement %llu in its window\n", (unsigned long long)options->seq);
  else if (reader->problems.count)
    return 0;
  else
    fputs("sourceprint: no thread has recorded statements\n", stderr);
  return COMMAND_FAILED;
}

int command_path(int argc, char **argv) {
  static const struct argp_child children[] = {{.argp = &choice_thread_argp}, {0}};
  static const struct argp argp = {
      .options = option_table,
      .parser = parse,
      .children = children,
      .args_doc = "[RUN...]",
      .doc = "Shows how the last statement was reached: the calls around it, and the branches that led there.\v"
             "Of a process that crashed, the thread that did is shown, of others all threads. RUN is as for "
             "'sourceprint last'.",
  };
  struct options options = {.lines = 20, .runs.archives = &pack_archives};
  struct reader reader = {.problems.out = stderr};
  argp_parse(&argp, argc, argv, 0, NULL, &options);
  output_begin();
  find_runs(&options.runs, options.arguments, options.argument_count, false, &reader.problems);
  int status = options.runs.count ? show_all(&options, &reader) : COMMAND_FAILED;
  last_tell_newer_crashes(&options.runs);
  const int damage = reader_problems_status(&reader.problems);
  if (options.runs.count && damage)
    status = damage;
  reader_free(&reader);
  find_runs_free(&options.runs);
  choice_free(&options.choice);
  return output_finish(status);
}
