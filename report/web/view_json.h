// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A view as JSON, for the page of `sourceprint serve` and `sourceprint export --format=html`. Times are nanoseconds
// behind the session's `origin`, null where they are not known. All return new references.
#ifndef SOURCEPRINT_REPORT_VIEW_JSON_H
#define SOURCEPRINT_REPORT_VIEW_JSON_H

#include "report/model/view.h"

#include <jansson.h>

struct view_json {
  struct view *view;  // borrowed
  uint64_t origin_ns; // of all times; set by view_json_begin()
};

struct view_json view_json_begin(struct view *view);

// {"schema","origin","span":[FROM,TO],"changes","running","problems",
//  "processes":[{"pid","program","path","end","crashed","running","notes"}]}
json_t *view_json_session(const struct view_json *json);

// [{"thread","process","tid","name","state","place","file","line","function","snippet","number","at","within","end",
//   "lost","open","generation"}], in the order to show them.
json_t *view_json_threads(const struct view_json *json);

// {"thread","number","site","at","from","to"}, or null.
json_t *view_json_statement(const struct view_json *json, const struct view_statement *statement);

// {"file","name","line","column","function","snippet","macro","timed","definition_file","definition_line"}. file: its
// index.
json_t *view_json_site(const struct view_json *json, uint32_t site);

// {"thread","first","end","from","generation","cut","statements":[[SITE,AT,FROM,TO]],"sites":{NUMBER:SITE}}
json_t *view_json_span(const struct view_json *json, size_t thread, uint64_t number, uint64_t count);

// {"file","name","text":TEXT or null,"why"}
json_t *view_json_source(const struct view_json *json, size_t file);

// {"file","thread","lines":[[LINE,COUNT]],"snippets":{LINE:TEXT} where there is no text}
json_t *view_json_heat(const struct view_json *json, size_t file, size_t thread);

// [NUMBER], a number for each of count equal spans; null if the thread has no statements.
json_t *view_json_density(const struct view_json *json, size_t thread, uint64_t from_ns, uint64_t to_ns, size_t count);

#endif
