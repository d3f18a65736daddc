// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "json.h"
#include "last.h"

static json_t *thread_json(const struct last_thread *t) {
  const struct sp_record_text *text = &t->record.text;
  json_t *object = json_object();
  json_object_set_new(object, "tid", json_integer(t->thread.tid));
  json_object_set_new(object, "name", report_json_text(t->thread.name[0] ? t->thread.name : NULL));
  json_object_set_new(object, "seq", report_json_known(text->seq));
  report_json_add_times(object, &t->record);
  json_object_set_new(object, "file", report_json_text(text->file));
  json_object_set_new(object, "line", report_json_known(text->line));
  json_object_set_new(object, "column", report_json_known(text->column));
  json_object_set_new(object, "function", report_json_text(text->function));
  json_object_set_new(object, "macro", t->has_site ? json_integer(text->macro) : json_null());
  json_object_set_new(object, "definition_file", report_json_text(text->def_file));
  json_object_set_new(object, "definition_line", report_json_known(text->def_line));
  json_object_set_new(object, "snippet", report_json_text(text->snippet));
  json_object_set_new(object, "path", last_path_json(&t->path));
  return object;
}

json_t *last_json(const struct last_process *process) {
  const struct reader_run *run = process->run;
  const int32_t status = run->header.end.status;
  json_t *object = json_object();
  json_t *threads = json_array();
  json_object_set_new(object, "pid", json_integer(run->header.pid));
  json_object_set_new(object, "program", report_json_text(run->header.program));
  json_object_set_new(object, "exit", run->end == READER_END_EXITED ? json_integer(status) : json_null());
  json_object_set_new(object, "signal", run->end == READER_END_SIGNALED ? json_integer(status) : json_null());
  for (size_t i = 0; i < process->thread_count; i++)
    json_array_append_new(threads, thread_json(&process->threads[i]));
  json_object_set_new(object, "threads", threads);
  return object;
}
