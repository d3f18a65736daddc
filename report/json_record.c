// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "json.h"

void report_json_put_record(FILE *out, const struct reader_record *record) {
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
  json_dumpf(object, out, JSON_COMPACT);
  putc('\n', out);
  json_decref(object);
}
