// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The calls around the fork() that made a process, which its parent's run has.
#ifndef SOURCEPRINT_REPORT_READER_PARENT_H
#define SOURCEPRINT_REPORT_READER_PARENT_H

#include "frames.h"

struct reader_parent {
  struct reader_site *calls; // owned, their strings the reader's; outermost first
  size_t count;
  bool has_more; // the outermost one has callers that are not known
};

// Finds what called the outermost one of these frames of a thread, which has this history, before the thread's process
// was forked. Empty where that is not known, or where nothing did.
struct reader_parent reader_parent_calls(struct reader_run *run, const struct reader_thread *thread,
                                         const struct reader_history *history, const struct reader_frames *frames);
void reader_parent_free(struct reader_parent *parent);

#endif
