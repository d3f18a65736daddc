// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The window of a ring, in the states that a thread can leave it in. A record's value is 5000 + its number.

#include "report/reader_ring.h"

#include <criterion/criterion.h>

#define SLOTS 8u

static uint32_t slots[SLOTS];
static struct reader_ring ring;

// What a thread does: first it takes a number, ...
static uint64_t begin(void) { return ring.head++; }

// ... then it stores the record and empties the slot behind, which for the last slot is outside.
static void finish(uint64_t number) {
  slots[number % SLOTS] = 5000 + (uint32_t)number;
  if ((number + 1) % SLOTS)
    slots[(number + 1) % SLOTS] = SP_SLOT_EMPTY;
}

static void record(uint64_t count) {
  while (count--)
    finish(begin());
}

static void set_up(void) {
  for (unsigned i = 0; i < SLOTS; i++)
    slots[i] = SP_SLOT_EMPTY;
  ring = (struct reader_ring){.slots = slots, .mask = SLOTS - 1};
}

static void expect_window(uint64_t first, uint64_t end, unsigned open, uint64_t lost) {
  reader_ring_analyse(&ring);
  cr_expect(!ring.head_is_damaged && !ring.slots_are_damaged);
  cr_expect_eq(ring.first, first);
  cr_expect_eq(ring.end, end);
  cr_expect_eq(ring.open, open);
  cr_expect_eq(ring.lost, lost);
  for (uint64_t n = ring.first; n < ring.end; n++)
    cr_expect(reader_ring_slot(&ring, n) == 5000 + n || reader_ring_slot(&ring, n) == SP_SLOT_EMPTY);
}

static void expect_last(uint64_t expected) {
  uint64_t number;
  cr_assert(reader_ring_last(&ring, &number));
  cr_expect_eq(number, expected);
}

TestSuite(ring, .init = set_up);

Test(ring, without_records) {
  uint64_t number;
  expect_window(0, 0, 0, 0);
  cr_expect(!reader_ring_last(&ring, &number));
}

Test(ring, every_length_up_to_three_laps) {
  for (uint64_t n = 1; n <= 3 * SLOTS; n++) {
    record(1);
    // The record that was written last emptied the slot of the oldest one, but for the last slot's.
    const uint64_t kept = n % SLOTS ? SLOTS - 1 : SLOTS;
    expect_window(n > kept ? n - kept : 0, n, 0, 0);
    expect_last(n - 1);
  }
}

Test(ring, last_record_begun_only_at_every_length) {
  for (uint64_t n = 1; n <= 3 * SLOTS; n++) {
    const uint64_t open = begin();
    reader_ring_analyse(&ring);
    cr_expect(!ring.head_is_damaged && !ring.slots_are_damaged, "%u", (unsigned)n);
    cr_expect_eq(ring.open, 1);
    cr_expect_eq(ring.end, n - 1);
    if (n > 1)
      expect_last(n - 2);
    finish(open);
  }
}

Test(ring, killed_in_a_handler_that_interrupted_a_record) {
  for (uint64_t n = 3; n <= 3 * SLOTS; n++) {
    // If the handler's record belongs into the last slot of a lapped ring, a finished one would look the same.
    if (n > SLOTS && n % SLOTS == SLOTS - 2)
      continue;
    set_up();
    record(n);
    begin();
    begin();
    reader_ring_analyse(&ring);
    cr_expect(!ring.head_is_damaged && !ring.slots_are_damaged, "%u", (unsigned)n);
    cr_expect_eq(ring.open, 2, "%u", (unsigned)n);
    expect_last(n - 1);
  }
}

Test(ring, handler_between_the_two_steps_loses_its_first_record) {
  record(2);
  const uint64_t interrupted = begin(); // number 2
  record(3);                            // the handler's 3, 4, 5
  finish(interrupted);                  // empties 3
  record(1);
  expect_window(0, 7, 0, 1);
  cr_expect_eq(reader_ring_slot(&ring, 3), SP_SLOT_EMPTY);
  expect_last(6);
}

Test(ring, handler_with_one_record_as_the_last_thing) {
  record(2);
  const uint64_t interrupted = begin();
  record(1);
  finish(interrupted);
  reader_ring_analyse(&ring);
  cr_expect(!ring.head_is_damaged && !ring.slots_are_damaged);
  expect_last(2);
}

Test(ring, crash_inside_a_handler_shows_the_handler) {
  record(11);
  begin();
  record(2);
  // Number 11 has an empty slot; in front of it the window is as before.
  reader_ring_analyse(&ring);
  cr_expect(!ring.head_is_damaged && !ring.slots_are_damaged);
  cr_expect_eq(ring.lost, 1);
  expect_last(13);
}

Test(ring, head_that_is_too_small_is_noticed) {
  record(5);
  for (ring.head = 0; ring.head < 5; ring.head++) {
    reader_ring_analyse(&ring);
    cr_expect(ring.head_is_damaged);
    cr_expect_eq(ring.first, ring.end);
  }
}

Test(ring, head_that_is_too_large_is_noticed) {
  record(5);
  for (ring.head = 5 + READER_OPEN_MAX + 1; ring.head <= SLOTS; ring.head++) {
    reader_ring_analyse(&ring);
    cr_expect(ring.head_is_damaged);
  }
}

Test(ring, head_elsewhere_in_a_lapped_ring_is_noticed) {
  record(2 * SLOTS + 5);
  // One or two more look like records begun only, and so does what leads back to slot 0, which has no sign of its own.
  for (unsigned at = 1 + READER_OPEN_MAX; at < SLOTS; at++) {
    ring.head = 2 * SLOTS + at;
    reader_ring_analyse(&ring);
    const bool is_like_begun = at >= 5 && at <= 5 + READER_OPEN_MAX;
    cr_expect_eq(ring.head_is_damaged, !is_like_begun, "%u", at);
  }
}

Test(ring, stray_value_in_an_unused_slot_leaves_the_window) {
  record(3);
  slots[6] = 5001;
  reader_ring_analyse(&ring);
  cr_expect(ring.slots_are_damaged && !ring.head_is_damaged);
  expect_last(2);
}

Test(ring, moving_window_holds_only_what_was_not_overwritten) {
  record(20);
  // While the slots were read, head went from 16 to 20: 13 to 14 were whole then and are so still.
  ring.head = 16;
  reader_ring_analyse_moving(&ring, 20);
  cr_expect_eq(ring.first, 13);
  cr_expect_eq(ring.end, 15);
  for (uint64_t n = ring.first; n < ring.end; n++)
    cr_expect_eq(reader_ring_slot(&ring, n), 5000 + n);
}

Test(ring, thread_that_is_too_fast_leaves_no_window) {
  record(40);
  ring.head = 16;
  reader_ring_analyse_moving(&ring, 40);
  cr_expect_eq(ring.first, ring.end);
}
