// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The threads of a run. What they recorded is read with history.h.
#ifndef SOURCEPRINT_REPORT_READER_THREAD_H
#define SOURCEPRINT_REPORT_READER_THREAD_H

#include "run.h"

struct reader_thread {
  uint32_t index;        // of the segment
  uint32_t number;       // 1 for the first thread of the run; 0 if damage made it unknown
  int tid;               //
  char name[17];         // "" if it is not known
  uint64_t start_ns;     // CLOCK_REALTIME
  uint64_t end_ns;       // CLOCK_REALTIME; 0 if the thread did not end, or damage made it unknown
  uint64_t ring_address; // as the runtime wrote them; damage may have changed them
  uint32_t ring_chunks;  // the most that the ring can have,
  uint32_t ring_room;    // and those that it had when this was read; 0: damaged
  bool is_end_thread;    // it ended the process: header.end names it, or it has a fault that was being handled then
};

// Reads the threads of a run, ordered by number. Problems are told. Returns how many, and an array that the caller
// frees; 0 and NULL if there are none.
size_t reader_threads(struct reader_run *run, struct reader_thread **threads);

// Where a segment begins in the run's file.
uint64_t reader_segment_offset(const struct reader_run *run, uint32_t index);

// Tells a problem of a thread.
void reader_thread_problem(struct reader_run *run, const struct reader_thread *thread, const char *what);

#endif
