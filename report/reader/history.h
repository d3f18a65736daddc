// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What a thread executed last, statement by statement: its ring with each record's tree unfolded. Statements are
// numbered from 0; what users see is the number plus 1. Where the ring has lapped, the numbers begin with that of the
// records that are gone, as nobody counted their statements; in the text sink they were counted.
#ifndef SOURCEPRINT_REPORT_READER_HISTORY_H
#define SOURCEPRINT_REPORT_READER_HISTORY_H

#include "times.h"
#include "window.h"

// Stands for a record that is lost; no site has this value.
#define READER_LOST 0u

// Where a signal handler began or returned.
struct reader_mark {
  uint64_t number;      // of the statement that it comes before; history->end behind the newest one
  uint64_t interrupted; // of the statement that the handler interrupted; READER_NO_NUMBER: not known
  uint8_t signal;       // SP_MARK_UNKNOWN: not known; 0 where it returned
  uint8_t frame;        // a hash of the handler's frame
};
#define READER_NO_NUMBER UINT64_MAX

// Room for one history at a time; {0} to begin with.
struct reader_history {
  uint32_t *values;   // owned; of the statement number first, and so on
  size_t room;        //
  uint64_t first;     // number of the oldest statement that is left
  uint64_t end;       // number behind the newest one
  uint64_t lost;      // records in between that are lost: to a signal, or to damage
  unsigned open;      // records begun and not completed behind the newest one
  bool is_only_last;  // the one statement is all that the thread's code keeps
  uint32_t only_last; // not 0: other code keeps its last statement only, which may be later than the newest one here
  uint64_t wanted;    // set by who reads again and again: a record, by its number in the window, that was seen before
  uint64_t wanted_at; // number of the statement that it, or the next one that is left, begins with
  uint64_t newest_at; // number of the statement that the newest record begins with
  struct reader_times times;
  struct reader_mark *marks; // owned; in the order of time
  size_t mark_count;         //
  size_t mark_room;          //
  struct reader_window window;
};

// Reads a thread's ring; problems are told. A live thread is read in a moment between its records. Returns false if
// there is no ring to look at.
bool reader_thread_history(struct reader_run *run, const struct reader_thread *thread, struct reader_history *history);
void reader_history_free(struct reader_history *history);

// The value of a statement's site, or READER_LOST.
static inline uint32_t reader_history_value(const struct reader_history *history, uint64_t number) {
  return history->values[number - history->first];
}

// When statement number `number` of the thread was executed; at the end of the thread or of the process at the latest.
struct reader_when reader_history_when(const struct reader_history *history, const struct reader_run *run,
                                       const struct reader_thread *thread, uint64_t number);

// Number of the statement where the thread is: the newest one that is not lost, or what a signal handler interrupted
// that has returned since. Returns false if there is none.
bool reader_history_last(const struct reader_history *history, uint64_t *number);

#endif
