// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A ring in memory: which records are in it, in what order, and what is missing. Records are numbered from 0, in the
// order of the chunks; a chunk that was left before its end has numbers without records at its end.
#ifndef SOURCEPRINT_REPORT_READER_RING_H
#define SOURCEPRINT_REPORT_READER_RING_H

#include "runtime/walk.h"

#include <stdbool.h>

// A record may be begun and not completed when its thread stops: at most one, or two if the thread stopped in a
// signal handler that interrupted such a record. More of them mean damage.
#define READER_OPEN_MAX 2u

struct reader_ring {
  // Given.
  const unsigned char *bytes; // of `chunks` chunks; borrowed, at an address for uint64_t
  uint32_t chunks;            // at least SP_RING_CHUNKS_MIN
  uint64_t begun;             // chunks begun, at least 1
  uint32_t in_newest;         // records begun in the newest chunk, at most SP_CHUNK_RECORDS
  bool is_next_begun;         // the chunk behind the newest one is begun, and was not entered
  // Found.
  uint64_t first;           // number of the oldest record that is left
  uint64_t end;             // number behind the newest complete record; the window is [first, end)
  unsigned open;            // records begun and not completed behind the window
  bool place_is_damaged;    // the place of the newest record does not fit the records: the window is empty
  bool records_are_damaged; // records are where none may be; the window is the likeliest
};

// Finds the window of a ring that nobody writes to.
void reader_ring_analyse(struct reader_ring *ring);

// Finds the window of a ring whose thread went on to `later` chunks begun while it was read, in any order, from when
// ring->begun and ring->in_newest were so. The window may be empty.
void reader_ring_analyse_moving(struct reader_ring *ring, uint64_t later);

// Its site is 0 if there is none of this number: it was lost to a signal, or its chunk had no more.
static inline struct sp_record reader_ring_record(const struct reader_ring *ring, uint64_t number) {
  const uint64_t *place = (const void *)(ring->bytes + sp_record_offset(number, ring->chunks));
  return sp_record_in_place(*place, number, ring->chunks);
}

static inline bool reader_record_is_there(struct sp_record record) { return record.site != 0; }

#endif
