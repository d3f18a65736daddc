// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "reader_ring.h"

// A signal costs one record. Side by side, two are possible where the handler was left by a jump; more are damage.
#define LOST_RUN_MAX 2u

static bool is_lapped(const struct reader_ring *ring) { return ring->head > (uint64_t)ring->mask + 1; }

// Was record `number` completed? Its wide store emptied the slot behind it, which in a lapped ring still holds an old
// record before that. Only behind the last slot there is no such sign, as the upper half went into the tail; there
// the record itself stands in a slot that the record before it had emptied.
static bool is_complete(const struct reader_ring *ring, uint64_t number) {
  if (is_lapped(ring) && ((number + 1) & ring->mask) != 0) {
    const uint32_t behind = reader_ring_slot(ring, number + 1);
    return behind == SP_SLOT_EMPTY || behind == READER_SLOT_UNREAD;
  }
  return reader_ring_slot(ring, number) != SP_SLOT_EMPTY;
}

static void find_end(struct reader_ring *ring) {
  ring->open = 0;
  while (ring->open < ring->head && !is_complete(ring, ring->head - ring->open - 1)) {
    if (++ring->open > READER_OPEN_MAX) {
      ring->head_is_damaged = true;
      break;
    }
  }
  ring->end = ring->head - ring->open;
}

// The slot that the next record goes to holds the oldest record, if the newest one has not emptied it.
static void find_first(struct reader_ring *ring) {
  const uint64_t slots = (uint64_t)ring->mask + 1;
  ring->first = 0;
  if (ring->end >= slots)
    ring->first = ring->end - slots + (reader_ring_slot(ring, ring->end) == SP_SLOT_EMPTY);
}

static void count_lost(struct reader_ring *ring) {
  uint64_t run = 0; // of empty slots up to here
  ring->lost = 0;
  for (uint64_t n = ring->first; n < ring->end; n++) {
    const uint32_t slot = reader_ring_slot(ring, n);
    ring->lost += reader_slot_is_lost(slot);
    run = slot == SP_SLOT_EMPTY ? run + 1 : 0;
    ring->slots_are_damaged |= run > LOST_RUN_MAX;
  }
  ring->head_is_damaged |= run > LOST_RUN_MAX;
}

// Before the first lap, the slots from head on were never written.
static void check_unused(struct reader_ring *ring) {
  for (uint64_t n = ring->head; n <= ring->mask; n++) {
    if (ring->slots[n] == SP_SLOT_EMPTY || ring->slots[n] == READER_SLOT_UNREAD)
      continue;
    ring->slots_are_damaged = true;
    ring->head_is_damaged |= n == ring->head;
  }
}

static void drop_window(struct reader_ring *ring) {
  ring->first = ring->end = ring->head;
  ring->open = 0;
  ring->lost = 0;
}

void reader_ring_analyse(struct reader_ring *ring) {
  ring->head_is_damaged = ring->slots_are_damaged = false;
  find_end(ring);
  find_first(ring);
  if (!ring->head_is_damaged)
    count_lost(ring);
  check_unused(ring);
  if (ring->head_is_damaged)
    drop_window(ring);
}

void reader_ring_analyse_moving(struct reader_ring *ring, uint64_t later) {
  const uint64_t slots = (uint64_t)ring->mask + 1;
  ring->head_is_damaged = ring->slots_are_damaged = false;
  ring->open = 0;
  // The newest record may have been on its way when its slot was read; the slot of `later` itself is being emptied.
  ring->end = ring->head ? ring->head - 1 : 0;
  ring->first = later >= slots ? later - slots + 1 : 0;
  if (ring->first > ring->end)
    ring->first = ring->end;
  count_lost(ring);
  ring->head_is_damaged = false;
}

bool reader_ring_last(const struct reader_ring *ring, uint64_t *number) {
  for (uint64_t n = ring->end; n > ring->first; n--) {
    const uint32_t slot = reader_ring_slot(ring, n - 1);
    *number = n - 1;
    if (!reader_slot_is_lost(slot) || slot == READER_SLOT_UNREAD)
      return slot != READER_SLOT_UNREAD;
  }
  return false;
}
