// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The threads of a run, and the ring of each.
#ifndef SOURCEPRINT_REPORT_READER_THREAD_H
#define SOURCEPRINT_REPORT_READER_THREAD_H

#include "report/reader_ring.h"
#include "report/reader_run.h"

struct reader_thread {
  uint32_t index;     // of the segment
  uint32_t number;    // 1 for the first thread of the run; 0 if damage made it unknown
  int tid;            //
  char name[17];      // "" if it is not known
  uint64_t start_ns;  // CLOCK_REALTIME
  uint64_t end_ns;    // CLOCK_REALTIME; 0 if the thread did not end, or damage made it unknown
  bool is_end_thread; // the one that header.end names: it crashed, or ended the process
};

// Reads the threads of a run, ordered by number. Problems are told. Returns how many, and an array that the caller
// frees; 0 and NULL if there are none.
size_t reader_threads(struct reader_run *run, struct reader_thread **threads);

// Room for one ring at a time; {0} to begin with.
struct reader_ring_buffer {
  uint32_t *slots; // owned
  struct reader_ring ring;
};

// Reads and analyses a thread's ring into buffer->ring; problems are told. A live thread is read in a moment between
// its records. Returns false if there is no ring to look at.
bool reader_thread_ring(struct reader_run *run, const struct reader_thread *thread, struct reader_ring_buffer *buffer);
void reader_ring_buffer_free(struct reader_ring_buffer *buffer);

#endif
