// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// When the statements of a ring were executed. The ring says it for some: where a chunk begins, and before statements
// that may wait, where the kernel's time had changed. The others came between two such moments.
#ifndef SOURCEPRINT_REPORT_READER_TIMES_H
#define SOURCEPRINT_REPORT_READER_TIMES_H

#include "run.h"

struct reader_moment {
  uint64_t index;        // of the statement that was executed then, counted from the oldest one that is left
  uint64_t monotonic_ns; // CLOCK_MONOTONIC
};

// {0} to begin with. Both grow with the index.
struct reader_times {
  struct reader_moment *moments; // owned
  size_t count;
  size_t room;
};

// CLOCK_REALTIME, by the clocks at the start of the run, so that a clock that is set meanwhile changes no order.
struct reader_when {
  uint64_t from_ns; // not earlier; 0 = not known
  uint64_t to_ns;   // not later; 0 = not known; the same as from_ns where the time was recorded for the statement
};

// A moment that is earlier than the one before, by damage, is left out.
void reader_times_add(struct reader_times *times, uint64_t index, uint64_t monotonic_ns);

// looks: the statement looked at the clock, and recorded a time if that had changed.
struct reader_when reader_times_find(const struct reader_times *times, const struct reader_run *run, uint64_t index,
                                     bool looks);

// How many moments are not behind the statement.
size_t reader_times_until(const struct reader_times *times, uint64_t index);

// CLOCK_REALTIME of a moment.
uint64_t reader_times_real(const struct reader_run *run, uint64_t monotonic_ns);

void reader_times_free(struct reader_times *times);

#endif
