// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The window of a ring, in the states that a thread can leave it in. A record's site is 5000 + its number.

#include "report/reader/ring.h"

#include <criterion/criterion.h>
#include <string.h>

#define CHUNKS 3u
#define RECORDS ((uint64_t)SP_CHUNK_RECORDS)

static _Alignas(uint64_t) unsigned char bytes[CHUNKS * SP_CHUNK_BYTES];
static struct reader_ring ring;

static struct sp_record *place(uint64_t number) {
  unsigned char *chunk = bytes + number / RECORDS % CHUNKS * SP_CHUNK_BYTES;
  return (struct sp_record *)(void *)(chunk + SP_CHUNK_FIRST) + number % RECORDS;
}

// What a thread does at the end of a chunk, in this order: it raises the counter, stores the time, and with the next
// record's place enters the chunk.
static void store_time(uint64_t number) { memset(bytes + number % CHUNKS * SP_CHUNK_BYTES, 0x77, SP_CHUNK_FIRST); }

static void enter_chunk(uint64_t number) {
  ring.begun = number + 1;
  ring.in_newest = 0;
  ring.is_next_begun = false;
}

// What a thread does for a record: first it takes the place, ...
static uint64_t begin(void) {
  if (ring.in_newest == RECORDS) {
    store_time(ring.begun);
    enter_chunk(ring.begun);
  }
  return (ring.begun - 1) * RECORDS + ring.in_newest++;
}

// ... then it stores the record.
static void finish(uint64_t number) {
  *place(number) = (struct sp_record){.site = 5000 + (uint32_t)number, .lap = sp_lap(number / RECORDS, CHUNKS)};
}

static void record(uint64_t count) {
  while (count--)
    finish(begin());
}

static void set_up(void) {
  memset(bytes, 0, sizeof bytes);
  ring = (struct reader_ring){.bytes = bytes, .chunks = CHUNKS};
  store_time(0);
  enter_chunk(0);
}

// Analyses the ring: it must be sound, and its window be [first, end) but for `gaps` records.
static void expect_window(uint64_t first, uint64_t end, unsigned open, uint64_t gaps) {
  reader_ring_analyse(&ring);
  cr_expect(!ring.place_is_damaged && !ring.records_are_damaged, "up to %llu", (unsigned long long)end);
  cr_expect_eq(ring.first, first);
  cr_expect_eq(ring.end, end);
  cr_expect_eq(ring.open, open);
  for (uint64_t n = ring.first; n < ring.end; n++) {
    const struct sp_record found = reader_ring_record(&ring, n);
    gaps -= !reader_record_is_there(found);
    if (reader_record_is_there(found) && found.site != 5000 + n)
      cr_assert(false, "number %llu is %u", (unsigned long long)n, found.site);
  }
  cr_expect_eq(gaps, 0);
}

// Number of the oldest record that is left behind `count` of them.
static uint64_t oldest(uint64_t count) {
  const uint64_t begun = count ? (count + RECORDS - 1) / RECORDS : 1;
  return begun > CHUNKS ? (begun - CHUNKS) * RECORDS : 0;
}

// Goes through three laps, but in the midst of a chunk in larger steps.
static uint64_t next_count(uint64_t count) {
  const uint64_t in_chunk = count % RECORDS;
  return count + (in_chunk > 5 && in_chunk < RECORDS - 200 ? 97 : 1);
}

TestSuite(ring, .init = set_up);

Test(ring, without_records) { expect_window(0, 0, 0, 0); }

Test(ring, every_fill_up_to_three_laps) {
  uint64_t count = 0;
  while (count < 3 * CHUNKS * RECORDS) {
    record(next_count(count) - count);
    count = next_count(count);
    expect_window(oldest(count), count, 0, 0);
  }
}

Test(ring, last_record_begun_only_at_every_fill) {
  uint64_t count = 0;
  while (count < 3 * CHUNKS * RECORDS) {
    const uint64_t open = begin();
    expect_window(oldest(count + 1), count, 1, 0);
    finish(open);
    record(next_count(count) - count - 1);
    count = next_count(count);
  }
}

Test(ring, killed_in_a_handler_that_interrupted_a_record) {
  for (uint64_t count = 1; count < 3 * CHUNKS * RECORDS; count = next_count(count)) {
    if (count % RECORDS > 5 && count % RECORDS < RECORDS - 5)
      continue;
    set_up();
    record(count);
    begin();
    begin();
    // Where the handler crossed into a new chunk, the record that it interrupted is missing at the end of the old one.
    const bool crossed = count % RECORDS == RECORDS - 1;
    expect_window(oldest(count + 2), count + crossed, crossed ? 1 : 2, crossed);
  }
}

Test(ring, record_that_a_handler_interrupted_stands_in_front_of_the_handlers) {
  record(2);
  const uint64_t interrupted = begin();
  record(3);
  finish(interrupted);
  record(1);
  expect_window(0, 7, 0, 0);
}

Test(ring, crash_inside_a_handler_shows_the_handler) {
  record(11);
  begin();
  record(2);
  expect_window(0, 14, 0, 1); // number 11 is missing
}

Test(ring, handler_before_the_place_was_stored_is_told) {
  // The place is in a register: what the handler recorded is overwritten, as far as records follow.
  record(2);
  const uint32_t kept = ring.in_newest;
  record(3);
  ring.in_newest = kept;
  record(1);
  reader_ring_analyse(&ring);
  cr_expect(ring.records_are_damaged && !ring.place_is_damaged);
  cr_expect_eq(ring.end, 3);
  record(2);
  expect_window(0, 5, 0, 0);
}

Test(ring, killed_between_the_counter_and_the_place) {
  for (uint64_t chunks = 1; chunks <= 2 * CHUNKS; chunks++) {
    set_up();
    record(chunks * RECORDS);
    ring.is_next_begun = true;
    expect_window(chunks >= CHUNKS ? (chunks + 1 - CHUNKS) * RECORDS : 0, chunks * RECORDS, 0, 0);
    store_time(chunks);
    expect_window(chunks >= CHUNKS ? (chunks + 1 - CHUNKS) * RECORDS : 0, chunks * RECORDS, 0, 0);
  }
}

Test(ring, chunk_that_only_a_handler_entered_is_told) {
  for (uint64_t chunks = 1; chunks <= 2 * CHUNKS; chunks++) {
    set_up();
    record(chunks * RECORDS - 1);
    record(5); // the handler's, of which 4 in the next chunk
    ring.begun = chunks;
    ring.in_newest = SP_CHUNK_RECORDS - 1; // as the thread had read it before
    ring.is_next_begun = true;
    finish(begin());
    reader_ring_analyse(&ring);
    cr_expect(ring.records_are_damaged && !ring.place_is_damaged);
    cr_expect_eq(ring.first, chunks >= CHUNKS ? (chunks + 1 - CHUNKS) * RECORDS : 0);
    cr_expect_eq(ring.end, chunks * RECORDS);
  }
}

Test(ring, chunk_that_was_left_early) {
  for (uint64_t lap = 0; lap < 3; lap++) {
    set_up();
    const uint64_t first = lap * CHUNKS * RECORDS;
    record(first + RECORDS);
    record(4); // a handler's; the thread had not crossed yet, and does so now
    enter_chunk(ring.begun);
    store_time(ring.begun - 1);
    record(3);
    expect_window(first, first + 2 * RECORDS + 3, 0, RECORDS - 4);
  }
}

Test(ring, record_of_the_lap_before_is_not_taken_for_one_that_was_not_finished) {
  record(CHUNKS * RECORDS + 7);
  begin();
  expect_window(RECORDS, CHUNKS * RECORDS + 7, 1, 0);
}

Test(ring, place_that_is_too_small_is_noticed) {
  for (unsigned lap = 0; lap < 2; lap++) {
    set_up();
    record(lap * CHUNKS * RECORDS + 200);
    for (ring.in_newest = 0; ring.in_newest < 200; ring.in_newest++) {
      reader_ring_analyse(&ring);
      cr_expect(ring.records_are_damaged, "%u", ring.in_newest);
    }
  }
}

Test(ring, place_that_is_too_large_is_noticed) {
  for (unsigned lap = 0; lap < 2; lap++) {
    set_up();
    record(lap * CHUNKS * RECORDS + 200);
    for (ring.in_newest = 200 + READER_OPEN_MAX + 1; ring.in_newest <= RECORDS; ring.in_newest++) {
      reader_ring_analyse(&ring);
      cr_expect(ring.place_is_damaged, "%u", ring.in_newest);
      cr_expect(ring.first == ring.end && ring.open == 0);
    }
  }
}

Test(ring, place_in_the_chunk_before_is_noticed) {
  record(2 * RECORDS + 200);
  ring.begun--;
  ring.is_next_begun = true;
  for (ring.in_newest = 0; ring.in_newest <= RECORDS; ring.in_newest++) {
    reader_ring_analyse(&ring);
    cr_expect(ring.records_are_damaged, "%u", ring.in_newest);
  }
}

Test(ring, stray_record_in_an_unused_place_leaves_the_window) {
  for (uint64_t at = 3; at < RECORDS; at += 31) {
    set_up();
    record(3);
    place(at)->site = 5001;
    reader_ring_analyse(&ring);
    cr_expect(ring.records_are_damaged && !ring.place_is_damaged);
    cr_expect(ring.first == 0 && ring.end == 3);
  }
}

Test(ring, moving_window_holds_only_what_was_not_overwritten) {
  // When reading began there were 5 chunks, the newest with 10 records; meanwhile the thread went on into the seventh
  // and may empty the place of chunk 4 for the eighth.
  record(4 * RECORDS + 10);
  const struct reader_ring before = ring;
  record(2 * RECORDS);
  const uint64_t later = ring.begun;
  ring = before;
  reader_ring_analyse_moving(&ring, later);
  cr_expect_eq(later, 7);
  cr_expect_eq(ring.first, ring.end, "chunk 4 may be gone, and chunks 5 and 6 were not there");
  reader_ring_analyse_moving(&ring, later - 1);
  cr_expect_eq(ring.first, 4 * RECORDS);
  cr_expect_eq(ring.end, 4 * RECORDS + 9, "the newest one may have been on its way");
  for (uint64_t n = ring.first; n < ring.end; n++)
    cr_expect_eq(reader_ring_record(&ring, n).site, 5000 + n);
}

Test(ring, moving_window_of_a_thread_that_stays_in_its_chunk) {
  record(4 * RECORDS + 10);
  reader_ring_analyse_moving(&ring, ring.begun);
  cr_expect_eq(ring.first, 3 * RECORDS);
  cr_expect_eq(ring.end, 4 * RECORDS + 9);
  cr_expect(!ring.place_is_damaged && !ring.records_are_damaged);
}

Test(ring, moving_window_of_few_records) {
  for (uint64_t count = 0; count < 3; count++) {
    set_up();
    record(count);
    reader_ring_analyse_moving(&ring, 1);
    cr_expect_eq(ring.first, 0);
    cr_expect_eq(ring.end, count ? count - 1 : 0);
  }
}

Test(ring, thread_that_is_too_fast_leaves_no_window) {
  record(RECORDS + 5);
  reader_ring_analyse_moving(&ring, 40);
  cr_expect_eq(ring.first, ring.end);
}
