// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// One time for each statement of a ring, where a form wants one. Between two moments that are known, the last call that
// may wait is taken to have waited, and the other statements for short; if there is no such call, they are spread
// evenly. Each is told a time when it may have been executed, and none an earlier one than those before.
#ifndef SOURCEPRINT_REPORT_SPREAD_H
#define SOURCEPRINT_REPORT_SPREAD_H

#include "report/reader/history.h"

struct spread_knot {
  uint64_t index; // of a statement, as in struct reader_moment
  uint64_t ns;    // CLOCK_REALTIME
};

struct spread {
  const struct reader_run *run;         // these three are borrowed
  const struct reader_thread *thread;   //
  const struct reader_history *history; //
  size_t next;                          // the moment behind the knots
  struct spread_knot knots[4];          // around the statement
  uint64_t last_ns;                     // that was told
};

// Both that are borrowed must stay as they are.
void spread_begin(struct spread *spread, const struct reader_run *run, const struct reader_thread *thread,
                  const struct reader_history *history);

// CLOCK_REALTIME of statement `number`. To be asked in order. Where no time is known a statement takes a nanosecond.
uint64_t spread_time(struct spread *spread, uint64_t number);

#endif
