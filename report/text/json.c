// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Makes JSON values of text that may not be UTF-8, and of numbers that may not be known.

#include "json.h"

#include "common/utf8.h"

#include <stdlib.h>

json_t *report_json_text(const char *text) {
  if (!text)
    return json_null();
  char *repaired = utf8_repaired(text);
  json_t *value = json_string(repaired ? repaired : text);
  free(repaired);
  return value ? value : json_null();
}

json_t *report_json_known(uint64_t number) { return number ? json_integer((json_int_t)number) : json_null(); }

static json_t *elapsed_text(uint64_t ns) {
  char text[40];
  struct sp_text_out o = {text, text + sizeof text};
  sp_text_elapsed(&o, ns);
  return json_stringn(text, (size_t)(o.at - text));
}

void report_json_add_times(json_t *object, const struct reader_record *record) {
  const struct sp_record_text *text = &record->text;
  json_t *time = json_null(), *elapsed = json_null();
  if (text->realtime_ns) {
    char buffer[40];
    struct sp_text_out o = {buffer, buffer + sizeof buffer};
    sp_text_time(&o, text->realtime_ns);
    time = json_stringn(buffer, (size_t)(o.at - buffer));
    elapsed = elapsed_text(text->elapsed_ns);
  }
  json_object_set_new(object, "ts", time);
  json_object_set_new(object, "elapsed", elapsed);
  json_object_set_new(object, "within",
                      text->realtime_ns && text->within_ns != SP_RECORD_OPEN ? elapsed_text(text->within_ns)
                                                                             : json_null());
}
