// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// `sourceprint log`: the recorded history of each thread.

#define _GNU_SOURCE

#include "commands.h"
#include "find.h"
#include "json.h"
#include "output.h"
#include "reader_history.h"
#include "reader_parts.h"
#include "reader_text.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

struct options {
  bool is_json;
  int tid;
  uint64_t newest; // records per thread; UINT64_MAX for all
  char **arguments;
  size_t argument_count;
};

enum { KEY_FORMAT = 256, KEY_THREAD };

static const struct argp_option option_table[] = {
    {"format", KEY_FORMAT, "FORMAT", 0, "Print text (the default) or json, one object a line", 0},
    {"newest", 'n', "N", 0, "Print only the newest N records of each thread", 0},
    {"thread", KEY_THREAD, "TID", 0, "Print only the thread TID", 0},
    {0},
};

static error_t parse(int key, char *argument, struct argp_state *state) {
  struct options *options = state->input;
  switch (key) {
  case KEY_FORMAT:
    options->is_json = command_parse_json(argument, state);
    return 0;
  case 'n':
    options->newest = command_parse_number(argument, UINT64_MAX - 1, "-n", state);
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

static void print_json(const struct reader_record *record) {
  const struct sp_record_text *text = &record->text;
  json_t *object = json_object();
  json_object_set_new_nocheck(object, "pid", json_integer(text->pid));
  json_object_set_new_nocheck(object, "tid", json_integer(text->tid));
  json_object_set_new_nocheck(object, "seq", json_integer((json_int_t)text->seq));
  report_json_add_times(object, record);
  json_object_set_new_nocheck(object, "file", report_json_text(text->file));
  json_object_set_new_nocheck(object, "line", report_json_known(text->line));
  json_object_set_new_nocheck(object, "function", report_json_text(text->function));
  json_object_set_new_nocheck(object, "macro", text->file ? json_integer(text->macro) : json_null());
  json_object_set_new_nocheck(object, "definition_file", report_json_text(text->def_file));
  json_object_set_new_nocheck(object, "definition_line", report_json_known(text->def_line));
  json_object_set_new_nocheck(object, "column", report_json_known(text->column));
  json_object_set_new_nocheck(object, "snippet", report_json_text(text->snippet));
  json_dumpf(object, stdout, JSON_COMPACT);
  putchar('\n');
  json_decref(object);
}

static void print_text(const struct reader_record *record) {
  char line[SP_RECORD_TEXT_MAX];
  fwrite(line, 1, sp_format_record(line, sizeof line, &record->text), stdout);
}

static void log_ring(struct reader_run *run, const struct reader_thread *thread, const struct options *options,
                     struct reader_history *history) {
  if (!reader_thread_history(run, thread, history))
    return;
  uint64_t unknown = 0;
  uint64_t number = history->first;
  if (history->end - number > options->newest)
    number = history->end - options->newest;
  for (; number < history->end && !output_is_over(); number++) {
    struct reader_record record;
    const uint32_t value = reader_history_value(history, number);
    if (value == READER_LOST)
      continue;
    unknown += !reader_record_resolve(run, thread->tid, number, value, &record);
    reader_record_set_time(run, &record, reader_history_when(history, run, thread, number));
    (options->is_json ? print_json : print_text)(&record);
  }
  if (unknown)
    reader_problem(&run->reader->problems,
                   "%s: thread %u (tid %d): %llu records have values that belong to no known "
                   "site",
                   run->path, thread->number, thread->tid, (unsigned long long)unknown);
}

// Prints a line of the text sink as it stands. Returns false if it is no record.
static bool log_line(char *line, size_t bytes, char *scratch, bool is_json) {
  struct reader_record record;
  if (bytes >= SP_RECORD_TEXT_MAX || line[bytes - 1] != '\n' || memchr(line, 0, bytes))
    return false;
  memcpy(scratch, line, bytes - 1);
  scratch[bytes - 1] = 0;
  if (!reader_text_parse(scratch, &record))
    return false;
  if (is_json)
    print_json(&record);
  else
    fwrite(line, 1, bytes, stdout);
  return true;
}

static void log_text(struct reader_run *run, int tid, const struct options *options) {
  char scratch[SP_RECORD_TEXT_MAX];
  FILE *file = reader_text_open(run, tid, options->newest);
  char *line = NULL;
  size_t room = 0;
  unsigned long long bad = 0;
  bool is_last_whole = true;
  for (ssize_t bytes; file && !output_is_over() && (bytes = getline(&line, &room, file)) > 0;) {
    is_last_whole = line[bytes - 1] == '\n';
    if (is_last_whole)
      bad += !log_line(line, (size_t)bytes, scratch, options->is_json);
  }
  if (bad)
    reader_problem(&run->reader->problems, "%s/%d.txt: %llu lines are no records and were left out", run->path, tid,
                   bad);
  if (!is_last_whole && run->end != READER_END_RUNNING)
    reader_problem(&run->reader->problems, "%s/%d.txt: the last line is incomplete and was left out", run->path, tid);
  free(line);
  if (file)
    fclose(file);
}

// Text files: in the order of the threads, each once, though two threads may have had the same tid.
static size_t log_texts(struct reader_run *run, const struct reader_thread *threads, size_t thread_count, int *tids,
                        size_t tid_count, const struct options *options) {
  size_t logged = 0;
  for (size_t i = 0; i < thread_count + tid_count; i++) {
    const int wanted = i < thread_count ? threads[i].tid : tids[i - thread_count];
    if (wanted == 0 || (options->tid && wanted != options->tid))
      continue;
    for (size_t j = 0; j < tid_count; j++) {
      if (tids[j] != wanted)
        continue;
      log_text(run, wanted, options);
      logged++;
      tids[j] = 0;
    }
  }
  return logged;
}

static size_t log_run(struct reader_run *run, const struct options *options) {
  struct reader_history history = {0};
  struct reader_thread *threads;
  int *tids;
  size_t logged = 0;
  const size_t thread_count = reader_threads(run, &threads);
  const size_t tid_count = reader_text_threads(run, &tids);
  if (tid_count)
    logged = log_texts(run, threads, thread_count, tids, tid_count, options);
  for (size_t i = 0; i < thread_count && !tid_count; i++) {
    if (options->tid && threads[i].tid != options->tid)
      continue;
    log_ring(run, &threads[i], options, &history);
    logged++;
  }
  reader_history_free(&history);
  free(threads);
  free(tids);
  return logged;
}

int command_log(int argc, char **argv) {
  static const struct argp argp = {
      .options = option_table,
      .parser = parse,
      .args_doc = "[RUN...]",
      .doc = "Prints the recorded statements of each thread, oldest first, one line each.\v"
             "RUN is a run directory, or a folder of runs, which stands for its newest family; without RUN, the "
             "folder that the runtime writes to. A gap in seq says that records are lost.",
  };
  struct options options = {.newest = UINT64_MAX};
  struct reader reader = {.problems.out = stderr};
  struct find_runs runs = {0};
  size_t logged = 0;
  argp_parse(&argp, argc, argv, 0, NULL, &options);
  output_begin();
  find_runs(&runs, options.arguments, options.argument_count, false, &reader.problems);
  for (size_t i = 0; i < runs.count && !output_is_over(); i++) {
    struct reader_run *run = reader_run_open(&reader, runs.paths[i]);
    logged += run ? log_run(run, &options) : 0;
    reader_run_close(run);
  }
  int status = reader_problems_status(&reader.problems);
  if (runs.count && options.tid && !logged) {
    fprintf(stderr, "sourceprint: no run has a thread %d\n", options.tid);
    status = COMMAND_FAILED;
  }
  if (!runs.count)
    status = COMMAND_FAILED;
  reader_free(&reader);
  find_runs_free(&runs);
  return output_finish(status);
}
