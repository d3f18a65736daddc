// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A ring in memory: which records are in it, in what order, and what is missing. Records are numbered from 0 here;
// what users see is the number plus 1.
#ifndef SOURCEPRINT_REPORT_READER_RING_H
#define SOURCEPRINT_REPORT_READER_RING_H

#include "runtime/format.h"

#include <stdbool.h>

// A record may be begun and not completed when its thread stops: at most one, or two if the thread stopped in a
// signal handler that interrupted such a record. More of them mean damage.
#define READER_OPEN_MAX 2u

// Stands in a slot that could not be read, as the file is cut there; no runtime writes it. Counts as a lost record.
#define READER_SLOT_UNREAD (SP_SLOT_RESERVED - 1)

struct reader_ring {
  // Given.
  const uint32_t *slots; // mask + 1 of them; borrowed
  uint32_t mask;         // slots - 1, slots a power of two, at least 2
  uint64_t head;         // records begun
  // Found.
  uint64_t first;         // number of the oldest record that is left
  uint64_t end;           // number behind the newest complete record; the window is [first, end)
  unsigned open;          // records begun and not completed behind the window
  uint64_t lost;          // records inside the window that are lost: to a signal, or to damage
  bool head_is_damaged;   // head does not fit the slots: nothing in the ring can be numbered, the window is empty
  bool slots_are_damaged; // slots are filled or empty where they must not be; the window is the likeliest
};

// Finds the window of a ring that nobody writes to.
void reader_ring_analyse(struct reader_ring *ring);

// Finds the window of a ring whose thread went on to head `later` while the slots were read, in any order, from when
// the head was ring->head. The window may be empty.
void reader_ring_analyse_moving(struct reader_ring *ring, uint64_t later);

static inline uint32_t reader_ring_slot(const struct reader_ring *ring, uint64_t number) {
  return ring->slots[number & ring->mask];
}

// A slot that holds no record's value.
static inline bool reader_slot_is_lost(uint32_t slot) {
  return slot == SP_SLOT_EMPTY || slot == SP_SLOT_LOST || slot == READER_SLOT_UNREAD;
}

// Number of the newest record in the window that is not lost. Returns false if there is none, or if it is one that
// could not be read.
bool reader_ring_last(const struct reader_ring *ring, uint64_t *number);

#endif
