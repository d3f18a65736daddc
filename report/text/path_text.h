// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A path, as text and as JSON.
#ifndef SOURCEPRINT_REPORT_PATH_TEXT_H
#define SOURCEPRINT_REPORT_PATH_TEXT_H

#include "output.h"
#include "report/model/path.h"

#include <jansson.h>

// What is shown of one thread.
struct path_view {
  const struct reader_thread *thread;
  const struct reader_history *history;
  uint64_t number; // of the statement
  uint64_t lines;  // steps at most; the newest
  const char *why; // there is no path: the reason; else NULL
  struct output_colors colors;
};

void path_print(FILE *out, struct path *path, const struct path_view *view);

// New reference.
json_t *path_json(struct path *path, const struct path_view *view);

#endif
