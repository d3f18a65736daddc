// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Prints what `last` found as JSON.

#define _GNU_SOURCE

#include "json.h"
#include "last_path_text.h"
#include "last_text.h"
#include "report/model/notes.h"
#include "report/reader/machine.h"

#include <stdlib.h>
#include <string.h>

const char *last_state_token(enum last_state state) {
  static const char *const tokens[] = {
      [LAST_CRASHED] = "crashed", [LAST_FAULTED] = "faulted", [LAST_ENDED_PROCESS] = "ended-process",
      [LAST_EXITED] = "exited",   [LAST_RUNNING] = "running", [LAST_STOPPED] = "stopped",
      [LAST_TEXT_ONLY] = "text",  [LAST_WENT_ON] = "went-on", [LAST_UNKNOWN] = "unknown",
  };
  return tokens[state];
}

const char *last_end_token(const struct reader_run *run) {
  static const char *const tokens[] = {
      [READER_END_RUNNING] = "running",   [READER_END_SILENT] = "silent",     [READER_END_EXITED] = "exited",
      [READER_END_SIGNALED] = "signaled", [READER_END_EXEC] = "exec",         [READER_END_REPORTED] = "reported",
      [READER_END_DAMAGED] = "damaged",   [READER_END_ELSEWHERE] = "unknown", [READER_END_EXITING] = "exiting",
      [READER_END_EXIT_CUT] = "exit-cut",
  };
  return tokens[run->end];
}

static json_t *notes_json(const struct reader_run *run) {
  json_t *list = json_array();
  char *line = NULL;
  size_t room = 0;
  FILE *notes = notes_open(run);
  while (notes && getline(&line, &room, notes) > 0) {
    line[strcspn(line, "\n")] = '\0';
    json_array_append_new(list, report_json_text(line));
  }
  if (notes)
    fclose(notes);
  free(line);
  return list;
}

static json_t *thread_json(const struct reader_run *run, const struct last_thread *t) {
  const struct sp_record_text *text = &t->record.text;
  json_t *object = json_object();
  json_object_set_new(object, "tid", json_integer(t->thread.tid));
  json_object_set_new(object, "name", report_json_text(t->thread.name[0] ? t->thread.name : NULL));
  json_object_set_new(object, "state", json_string(last_state_token(last_shown_state(run, t))));
  json_object_set_new(object, "seq", report_json_known(t->is_smashed ? 0 : text->seq));
  json_object_set_new(object, "is_overwritten", json_boolean(t->is_smashed));
  report_json_add_times(object, &t->record);
  json_object_set_new(object, "file", report_json_text(text->file));
  json_object_set_new(object, "line", report_json_known(text->line));
  json_object_set_new(object, "column", report_json_known(text->column));
  json_object_set_new(object, "function", report_json_text(text->function));
  json_object_set_new(object, "macro", t->has_site ? json_integer(text->macro) : json_null());
  json_object_set_new(object, "definition_file", report_json_text(text->def_file));
  json_object_set_new(object, "definition_line", report_json_known(text->def_line));
  json_object_set_new(object, "snippet", report_json_text(text->snippet));
  json_object_set_new(object, "first", report_json_known(t->first));
  json_object_set_new(object, "last", report_json_known(t->last));
  json_object_set_new(object, "lost", json_integer((json_int_t)t->lost));
  json_object_set_new(object, "path", last_path_json(&t->path));
  json_object_set_new(object, "fault_problem", report_json_text(t->fault_problem));
  json_object_set_new(object, "handlers", last_handlers_json(&t->path));
  json_object_set_new(object, "recursion", last_path_folds(&t->path));
  json_object_set_new(object, "path_left_out", json_integer((json_int_t)t->path.left_out));
  return object;
}

// How it ended, in more detail.
static void add_end(json_t *object, const struct reader_run *run) {
  const struct sp_run_end *end = &run->header.end;
  struct sp_next_image next;
  last_next_image(run, &next);
  json_object_set_new(object, "end", json_string(last_end_token(run)));
  json_object_set_new(object, "stack_overflow", json_boolean(last_is_stack_overflow(end)));
  json_object_set_new(object, "replaced_by", report_json_text(*next.program ? next.program : NULL));
  json_object_set_new(object, "replaced_by_run", report_json_text(*next.run ? next.run : NULL));
  json_object_set_new(object, "end_tid", last_is_crash(run) && end->tid ? json_integer(end->tid) : json_null());
  json_object_set_new(object, "no_ring",
                      last_is_crash(run) && end->no_ring ? json_string(sp_no_ring_text(end->no_ring)) : json_null());
}

json_t *last_json(const struct last_process *process) {
  const struct reader_run *run = process->run;
  const int32_t status = run->header.end.status;
  char machine[MACHINE_MAX];
  json_t *object = json_object();
  json_t *threads = json_array();
  json_object_set_new(object, "pid", json_integer(run->header.pid));
  machine_read(run, machine);
  json_object_set_new(object, "machine", report_json_text(machine[0] ? machine : NULL));
  json_object_set_new(object, "program", report_json_text(run->header.program));
  json_object_set_new(object, "fault", last_caught_json(run));
  json_object_set_new(object, "exit", run->end == READER_END_EXITED ? json_integer(status) : json_null());
  json_object_set_new(object, "signal", run->end == READER_END_SIGNALED ? json_integer(status) : json_null());
  add_end(object, run);
  for (size_t i = 0; i < process->thread_count; i++)
    if (!process->threads[i].is_left_out)
      json_array_append_new(threads, thread_json(run, &process->threads[i]));
  json_object_set_new(object, "notes", notes_json(run));
  json_object_set_new(object, "threads", threads);
  return object;
}
