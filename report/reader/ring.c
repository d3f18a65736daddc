// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Finds the newest whole record, the oldest that can be there, and damage in between.

#include "ring.h"

static bool is_there(const struct reader_ring *ring, uint64_t number) {
  return reader_record_is_there(reader_ring_record(ring, number));
}

static uint64_t first_of_newest(const struct reader_ring *ring) { return (ring->begun - 1) * SP_CHUNK_RECORDS; }

static void find_end(struct reader_ring *ring) {
  const uint64_t begun = first_of_newest(ring) + ring->in_newest;
  ring->open = 0;
  while (ring->open < ring->in_newest && !is_there(ring, begun - ring->open - 1))
    if (++ring->open > READER_OPEN_MAX) {
      ring->place_is_damaged = true;
      break;
    }
  ring->end = begun - ring->open;
}

// Behind the newest record its chunk has none of this lap, nor has the next one once it is begun, but for what a signal
// handler recorded between the moments when a record takes its place and stores it.
static void check_unused(struct reader_ring *ring) {
  const uint64_t behind = first_of_newest(ring) + (ring->is_next_begun ? 2 : 1) * SP_CHUNK_RECORDS;
  for (uint64_t n = first_of_newest(ring) + ring->in_newest; n < behind; n++)
    ring->records_are_damaged |= is_there(ring, n);
}

void reader_ring_analyse(struct reader_ring *ring) {
  ring->place_is_damaged = ring->records_are_damaged = false;
  find_end(ring);
  ring->first = sp_oldest_record(ring->begun + ring->is_next_begun, ring->chunks);
  check_unused(ring);
  if (ring->place_is_damaged) {
    ring->first = ring->end;
    ring->open = 0;
  }
}

void reader_ring_analyse_moving(struct reader_ring *ring, uint64_t later) {
  ring->place_is_damaged = ring->records_are_damaged = false;
  ring->open = 0;
  // The newest record may have been on its way when it was read, and the oldest chunk may be begun again.
  ring->end = first_of_newest(ring) + ring->in_newest;
  ring->end -= ring->end > 0;
  ring->first = sp_oldest_record(later + 1, ring->chunks);
  if (ring->first > ring->end)
    ring->first = ring->end;
}
