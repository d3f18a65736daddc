// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// How a thread came to a statement: the calls around it, and in each of them the way from its beginning. Rounds of a
// loop are one step each, and so is all that a call did that has returned.
#ifndef SOURCEPRINT_REPORT_PATH_H
#define SOURCEPRINT_REPORT_PATH_H

#include "report/output.h"
#include "report/reader_frames.h"

#include <jansson.h>

enum path_outcome { PATH_UNKNOWN, PATH_TRUE, PATH_FALSE };

struct path_step {
  uint32_t value;      // of its site
  uint64_t number;     // of the statement, the newest time
  uint64_t times;      // executed in this call, counted from the window's beginning
  uint32_t called;     // the function that it called last and that returned; READER_NO_SITE: none
  bool is_mixed;       // it called others, too
  uint64_t calls;      // that returned,
  uint64_t statements; // and what was executed in them
  uint32_t shadowed;   // what path.places had before
};

struct path {
  struct reader_frames frames;
  struct path_step *steps; // owned; of the outermost frame first
  size_t count;
  size_t room;
  size_t *begins; // owned; of each frame's steps
  size_t begin_room;
  uint32_t *places; // owned; by value: where its newest step is
};

// Follows a history to statement `number`. {.frames.run = run} is ready for use, for one history after the other.
// Returns false if memory is short.
bool path_follow(struct path *path, const struct reader_history *history, uint64_t number);

// Steps of frame number `index`: from here to path_begin() of the next one.
size_t path_begin(const struct path *path, size_t index);

// The frame of a step.
size_t path_frame(const struct path *path, size_t step);

// Whether a reader wants to see it: decisions, loops, calls that returned; and where the frame is.
bool path_is_shown(struct path *path, size_t step);

// Whether it decided where control went on in its function, and how.
bool path_decides(struct path *path, size_t step, enum path_outcome *outcome);

// The step behind it in the same frame; NULL: none.
const struct path_step *path_next(const struct path *path, size_t step);

void path_free(struct path *path);

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
