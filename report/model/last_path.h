// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The calls around a thread's last statement, for `sourceprint last`: one line, and quickly found, however many threads
// there are. `sourceprint path` shows more.
#ifndef SOURCEPRINT_REPORT_LAST_PATH_H
#define SOURCEPRINT_REPORT_LAST_PATH_H

#include "fold.h"

// A signal handler that the statement is in.
struct last_handler {
  const char *function;
  uint8_t signal;                 // SP_MARK_UNKNOWN: not known
  struct reader_site interrupted; // where the thread was when the signal came; its file is NULL: not known
};
#define LAST_HANDLERS_MOST 8u

// A call, or many of a recursion.
struct last_call {
  struct reader_site site; // of the first one
  struct fold fold;        // fold.frames is 0 or 1 where there is no recursion
};

struct last_path {
  struct reader_site *calls; // owned; the statements that made the calls, outermost first
  size_t count;
  size_t left_out;                                  // calls behind the first one, of a deep recursion
  struct last_handler handlers[LAST_HANDLERS_MOST]; // the innermost ones, innermost first
  size_t handler_count;                             //
  bool has_more;                                    // callers of the outermost one are not known
  struct last_call *lines;                          // owned; the same calls, each recursion as one
  size_t line_count;                                //
  size_t lines_left_out;                            //
  struct fold *folds;                               // owned; of all calls
  size_t fold_count;                                //
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

#endif
