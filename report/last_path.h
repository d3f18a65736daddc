// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The calls around a thread's last statement, for `sourceprint last`: one line, and quickly found, however many threads
// there are. `sourceprint path` shows more.
#ifndef SOURCEPRINT_REPORT_LAST_PATH_H
#define SOURCEPRINT_REPORT_LAST_PATH_H

#include "report/output.h"
#include "report/reader_frames.h"

#include <jansson.h>

struct last_path {
  struct reader_site *calls; // owned; the statements that made the calls, outermost first
  size_t count;
  size_t left_out; // calls behind the first one, of a deep recursion
  bool has_more;   // callers of the outermost one are not known
};

// {0} finds none.
struct last_path_finder {
  struct reader_run *run; // borrowed
  struct reader_frames frames;
  uint64_t most; // statements that are looked at, the newest
};

// For the threads of a run, so many of them.
struct last_path_finder last_path_begin(struct reader_run *run, size_t threads);
void last_path_end(struct last_path_finder *finder);

// Of statement `number`. is_first: this thread may take the time of many.
void last_path_find(struct last_path *path, struct last_path_finder *finder, const struct reader_thread *thread,
                    const struct reader_history *history, uint64_t number, bool is_first);
void last_path_free(struct last_path *path);

// One line, or nothing if no call is known.
void last_path_print(FILE *out, const struct last_path *path, const struct output_colors *colors);

// New reference: an array.
json_t *last_path_json(const struct last_path *path);

#endif
