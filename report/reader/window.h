// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A thread's ring, read from the run's file while the thread may write it.
#ifndef SOURCEPRINT_REPORT_READER_WINDOW_H
#define SOURCEPRINT_REPORT_READER_WINDOW_H

#include "ring.h"
#include "thread.h"

// Room for one ring at a time; {0} to begin with.
struct reader_window {
  struct reader_ring ring; // its window is empty if is_damaged
  bool is_damaged;         // what the ring holds cannot be told
  bool is_slow;            // each record and step goes through the runtime, which counts them:
  uint64_t statements;     // so many of them
  uint32_t only_last;      // the site of code that keeps only its last statement; 0: there is none
  unsigned char *bytes;    // owned; the ring's
  size_t byte_room;        //
};

// Reads a thread's ring; problems are told. A live thread is read in a moment between its records. Returns false if
// there is no ring to look at.
bool reader_window_read(struct reader_run *run, const struct reader_thread *thread, struct reader_window *window);

// Reads the rings of all threads only to have their problems told.
void reader_windows_tell(struct reader_run *run);

// A number that is another one once the thread has recorded something more: to see without reading its ring.
uint64_t reader_window_mark(struct reader_run *run, const struct reader_thread *thread);
void reader_window_free(struct reader_window *window);

// Whether the records of a chunk end before this one, which is not there: it was left early. The newest chunk's window
// ends with a record.
bool reader_window_chunk_ends(const struct reader_ring *ring, uint64_t number);

#endif
