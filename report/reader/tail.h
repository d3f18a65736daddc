// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What a thread has executed since it was looked at last.
#ifndef SOURCEPRINT_REPORT_READER_TAIL_H
#define SOURCEPRINT_REPORT_READER_TAIL_H

#include "history.h"

// {0} before the first look; of one thread.
struct reader_tail {
  bool is_begun;
  uint64_t next_place; // sp_ring.next, and the newest record, when it was looked at
  uint64_t newest;     //
  uint64_t record;     // number, in the ring, of the newest record that was seen
  uint64_t shown;      // statements of it that were seen
  uint64_t number;     // of the next statement: counted on, as a ring that laps is numbered anew each time
};

// The new statements: their numbers in the history, [from, history->end). history->end - from of them, the first of
// which is number `number` of the thread.
struct reader_news {
  uint64_t from;
  uint64_t number;
  uint64_t gone; // records in between that were overwritten before they could be read
};

// Whether the thread has done anything since. Costs two small reads.
bool reader_tail_has_moved(const struct reader_run *run, const struct reader_thread *thread, struct reader_tail *tail);

// Reads them. history: room that may be used for several threads. Returns false if there are none.
bool reader_tail_read(struct reader_run *run, const struct reader_thread *thread, struct reader_tail *tail,
                      struct reader_history *history, struct reader_news *news);

#endif
