// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What a thread executed: the statements of the records in its ring, and their numbers.

#define _GNU_SOURCE

#include "report/reader/history.h"
#include "run_fixture.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#define RECORDS ((uint64_t)SP_CHUNK_RECORDS)

static char *folder;
static struct fixture_run fixture;
static struct fixture_segment *segment = &fixture.segments[0];
static struct reader reader;
static struct reader_history history;
static struct reader_when whens[60]; // of the first statements, from the start of the run; -1 where it is not known

static void set_up(void) {
  folder = fixture_folder();
  fixture_init(&fixture);
}

static void tear_down(void) {
  reader_history_free(&history);
  fixture_remove(folder);
}

TestSuite(history, .init = set_up, .fini = tear_down);

static void find_whens(const struct reader_run *run, const struct reader_thread *thread) {
  const uint64_t start = run->header.start_realtime_ns;
  for (uint64_t n = history.first; n < history.end && n - history.first < sizeof whens / sizeof *whens; n++) {
    struct reader_when when = reader_history_when(&history, run, thread, n);
    whens[n - history.first] = (struct reader_when){when.from_ns ? when.from_ns - start : UINT64_MAX,
                                                    when.to_ns ? when.to_ns - start : UINT64_MAX};
  }
}

// Reads the history of the only thread into `history`. Returns what the reader does.
static bool read_history(void) {
  char path[4096];
  struct reader_thread *threads;
  static unsigned runs;
  char name[16];
  snprintf(name, sizeof name, "run%u", runs++);
  fixture_write(&fixture, folder, name);
  snprintf(path, sizeof path, "%s/%s", folder, name);
  reader.problems.count = 0;
  struct reader_run *run = reader_run_open(&reader, path);
  cr_assert(run);
  cr_assert_eq(reader_threads(run, &threads), 1);
  const bool got = reader_thread_history(run, &threads[0], &history);
  find_whens(run, &threads[0]);
  free(threads);
  reader_run_close(run);
  reader_free(&reader);
  return got;
}

// The sites in the history, "-" for what is lost; it must have no more than 60 statements.
static const char *sites(void) {
  static char text[64];
  size_t length = 0;
  cr_assert(history.end - history.first < 60);
  for (uint64_t n = history.first; n < history.end; n++) {
    const uint32_t value = reader_history_value(&history, n);
    text[length++] = value == READER_LOST ? '-' : (char)('0' + (value - fixture_value(0)));
  }
  text[length] = 0;
  return text;
}

static void expect(const char *text, uint64_t first, uint64_t lost, unsigned open, unsigned problems) {
  cr_assert(read_history());
  cr_expect_str_eq(sites(), text);
  cr_expect_eq(history.first, first);
  cr_expect_eq(history.lost, lost);
  cr_expect_eq(history.open, open);
  cr_expect_eq(reader.problems.count, problems);
}

static void expect_last(uint64_t expected) {
  uint64_t number;
  cr_assert(reader_history_last(&history, &number));
  cr_expect_eq(number, expected);
}

Test(history, of_no_record) {
  uint64_t number;
  fixture_add_thread(&fixture, 1, "", 0);
  expect("", 0, 0, 0, 0);
  cr_expect(!reader_history_last(&history, &number));
}

Test(history, counts_statements_and_not_records) {
  fixture_add_thread(&fixture, 1, "", 2);
  fixture_record(&fixture, 0, FIXTURE_TREE, 3);
  fixture_record(&fixture, 0, FIXTURE_TREE, 0);
  fixture_record(&fixture, 0, 5, 0);
  fixture_record(&fixture, 0, FIXTURE_TREE, 2);
  expect("01"
         "679"
         "6"
         "5"
         "678",
         0, 0, 0, 0);
  expect_last(9);
}

// Before forks were counted and rings grew, the header was shorter, and a ring had all its chunks at once.
Test(history, of_an_older_runtime_of_this_format) {
  fixture.header.header_bytes = offsetof(struct sp_run_header, lost_forks);
  fixture_seal(&fixture);
  fixture_add_thread(&fixture, 1, "", 2);
  expect("01", 0, 0, 0, 0);
}

Test(history, that_lapped_begins_with_the_number_of_the_records_that_are_gone) {
  fixture_add_thread(&fixture, 1, "", 0);
  for (uint64_t n = 0; n < 2 * RECORDS + 1; n++)
    fixture_record(&fixture, 0, FIXTURE_TREE, 3);
  cr_assert(read_history());
  cr_expect_eq(history.first, RECORDS);
  cr_expect_eq(history.end - history.first, 3 * (RECORDS + 1));
  for (uint64_t i = 0; i < history.end - history.first; i++)
    cr_assert_eq(history.values[i], fixture_value(FIXTURE_TREE + (unsigned[]){0, 1, 3}[i % 3]));
  cr_expect_eq(reader.problems.count, 0);
}

Test(history, of_every_length_at_the_end_of_a_chunk) {
  for (uint64_t count = RECORDS - 2; count < RECORDS + 3; count++) {
    fixture_init(&fixture);
    fixture_add_thread(&fixture, 1, "", count);
    cr_assert(read_history());
    cr_expect(history.first == 0 && history.end == count && reader.problems.count == 0);
    for (uint64_t n = 0; n < count; n++)
      cr_assert_eq(reader_history_value(&history, n), fixture_value(n % FIXTURE_HEADS));
  }
}

// In the text sink each statement has its number.
static void slow_down(uint64_t statements) {
  segment->thread.ring.mask = 0;
  segment->thread.statements = statements;
}

Test(history, of_the_text_sink_has_the_numbers_of_its_lines) {
  fixture_add_thread(&fixture, 1, "", 1);
  fixture_record(&fixture, 0, FIXTURE_TREE, 3);
  slow_down(4);
  expect("0679", 0, 0, 0, 0);
  segment->thread.statements = 1004; // the ring lapped
  expect("0679", 1000, 0, 0, 0);
  expect_last(1003);
}

Test(history, of_the_text_sink_that_lapped) {
  const uint64_t all = 2 * RECORDS + 7;
  fixture_add_thread(&fixture, 1, "", 0);
  for (uint64_t n = 0; n < all; n++)
    fixture_record(&fixture, 0, FIXTURE_TREE, 2);
  slow_down(3 * all);
  cr_assert(read_history());
  cr_expect_eq(history.first, 3 * RECORDS);
  cr_expect_eq(history.end, 3 * all);
}

Test(history, with_a_count_that_cannot_be_counts_itself) {
  fixture_add_thread(&fixture, 1, "", 5);
  slow_down(2);
  expect("01234", 0, 0, 0, 0);
}

Test(history, with_records_that_are_lost) {
  fixture_add_thread(&fixture, 1, "", 5);
  fixture_place(&fixture, 0, 2)->site = 0;
  fixture_place(&fixture, 0, 3)->lap = UINT8_MAX; // an older one's
  expect("01--4", 0, 2, 0, 0);
  expect_last(4);
}

Test(history, whose_newest_records_were_only_begun) {
  fixture_add_thread(&fixture, 1, "", 5);
  for (unsigned open = 1; open <= READER_OPEN_MAX; open++) {
    segment->thread.ring.next += sizeof(struct sp_record);
    expect("01234", 0, 0, open, 0);
    expect_last(4);
  }
}

// A signal handler began the chunk again while its thread had yet to store a step.
Test(history, with_a_step_in_a_record_that_is_not_there) {
  fixture_add_thread(&fixture, 1, "", 3);
  *fixture_place(&fixture, 0, 1) = (struct sp_record){.step = 3};
  expect("0-2", 0, 1, 0, 0);
}

Test(history, with_a_chunk_that_was_left_early) {
  fixture_add_thread(&fixture, 1, "", RECORDS);
  fixture_record(&fixture, 0, 1, 0);
  segment->thread.ring.next += (RECORDS - 1) * sizeof(struct sp_record); // the rest of the chunk stays empty
  fixture_record(&fixture, 0, 2, 0);
  cr_assert(read_history());
  // The third chunk took the place of the first one.
  cr_expect_str_eq(sites(), "12");
  cr_expect_eq(history.lost, 0);
  cr_expect_eq(history.first, RECORDS);
  // The same, with nothing behind it yet.
  fixture_place(&fixture, 0, 2 * RECORDS)->site = 0;
  expect("1", RECORDS, 0, 1, 0);
}

Test(history, with_a_chunk_that_was_begun_and_not_entered) {
  fixture_add_thread(&fixture, 1, "", 7);
  segment->thread.chunks = (struct sp_counter){2, ~UINT64_C(2)};
  expect("0123450", 0, 0, 0, 0);
  // The same where the oldest chunk had to go for it.
  fixture_init(&fixture);
  fixture_add_thread(&fixture, 1, "", RECORDS + 3);
  segment->thread.chunks = (struct sp_counter){3, ~UINT64_C(3)};
  expect("012", RECORDS, 0, 0, 0); // number 2046 is of site 0
}

// A signal handler filled the chunk, while the thread had the place of its next record in a register.
Test(history, with_a_chunk_that_only_a_handler_entered) {
  fixture_add_thread(&fixture, 1, "", RECORDS + 3);
  segment->thread.chunks = (struct sp_counter){3, ~UINT64_C(3)};
  *fixture_place(&fixture, 0, 0) = (struct sp_record){.site = fixture_value(5), .lap = 1};
  expect("012", RECORDS, 0, 0, 1);
}

static void expect_no_place(void) { expect("", 0, 0, 0, 1); }

Test(history, whose_place_is_damaged) {
  fixture_add_thread(&fixture, 1, "", 5);
  const struct sp_thread whole = segment->thread;
  const uint64_t ring = whole.ring_address;
  const uint64_t places[] = {0,
                             ring - 8,
                             ring,
                             ring + 1,
                             ring + 9,
                             ring + 8 + 5 * 8 + 1,
                             ring + SP_CHUNK_BYTES - 8,
                             ring + SP_CHUNK_BYTES,
                             ring + 8 + 8 * 8,
                             ring + FIXTURE_RING_BYTES,
                             ring + FIXTURE_RING_BYTES + 8,
                             UINT64_MAX};
  for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
    segment->thread.ring.next = places[i];
    expect_no_place();
  }
  segment->thread = whole;
  segment->thread.ring.mask = SP_IDLE_MASK;
  expect_no_place();
  segment->thread = whole;
  segment->thread.chunks.value++;
  expect_no_place();
  segment->thread.chunks = (struct sp_counter){0};
  expect_no_place();
  // Odd like 1, so that the place fits; but no machine is that fast.
  segment->thread.chunks = (struct sp_counter){(UINT64_C(1) << 50) + 1, ~((UINT64_C(1) << 50) + 1)};
  expect_no_place();
  segment->thread.chunks = (struct sp_counter){UINT64_MAX, 0};
  expect_no_place();
}

Test(history, whose_records_make_no_sense) {
  fixture_add_thread(&fixture, 1, "", 5);
  fixture_place(&fixture, 0, 1)->step = 1; // a tree of one statement has no step
  expect("01234", 0, 0, 0, 1);
  fixture_place(&fixture, 0, 1)->step = 0;
  fixture_place(&fixture, 0, 4)->zero[1] = 1;
  expect("01234", 0, 0, 0, 1);
  fixture_place(&fixture, 0, 4)->zero[1] = 0;
  fixture_place(&fixture, 0, 4)->site = fixture_value(FIXTURE_TREE + 1); // a step is no head
  expect("01237", 0, 0, 0, 1);
  fixture_place(&fixture, 0, 4)->site = fixture_value(FIXTURE_SITES); // whoever shows it tells that it is unknown
  expect("0123:", 0, 0, 0, 0);
}

Test(history, of_a_ring_whose_size_is_damaged) {
  fixture_add_thread(&fixture, 1, "", 5);
  static const uint32_t sizes[] = {0, 1, 3, UINT32_MAX};
  for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
    segment->thread.ring_chunks = sizes[i];
    cr_expect(!read_history());
    cr_expect_eq(reader.problems.count, 2, "the header's sum is wrong, too");
  }
}

static void expect_when(unsigned statement, uint64_t from, uint64_t to) {
  cr_expect_eq(whens[statement].from_ns, from, "statement %u: from %llu", statement,
               (unsigned long long)whens[statement].from_ns);
  cr_expect_eq(whens[statement].to_ns, to, "statement %u: to %llu", statement,
               (unsigned long long)whens[statement].to_ns);
}

#define MS UINT64_C(1000000)
#define UNITS(count) ((uint64_t)(count) << SP_TIME_SHIFT)

// The chunk says 50 ms, by a clock that was 1 ns at the start.
static void begin_at_50_ms(void) {
  const uint64_t begun = 50 * MS + 1;
  fixture_add_thread(&fixture, 1, "", 0);
  memcpy(segment->ring, &begun, sizeof begun);
}

Test(history, times_are_those_of_the_statements_behind_them) {
  begin_at_50_ms();
  for (unsigned site = 0; site < 3; site++)
    fixture_record(&fixture, 0, site, 0);
  fixture_time(&fixture, 0, 100);
  fixture_record(&fixture, 0, FIXTURE_TREE, 3);
  expect("012"
         "679",
         0, 0, 0, 0);
  expect_when(0, 50 * MS, 50 * MS);
  expect_when(1, 50 * MS, 50 * MS + UNITS(100));
  expect_when(2, 50 * MS, 50 * MS + UNITS(100));
  expect_when(3, 50 * MS + UNITS(100), 50 * MS + UNITS(100));
  expect_when(4, 50 * MS + UNITS(100), UINT64_MAX);
  fixture_end(&fixture, SP_END_EXITED, 0, 1);
  cr_assert(read_history());
  expect_when(4, 50 * MS + UNITS(100), 1204 * MS);
}

Test(history, a_statement_that_looked_at_the_clock_was_executed_within_a_tick) {
  begin_at_50_ms();
  fixture_record(&fixture, 0, 0, 0);
  fixture_record(&fixture, 0, FIXTURE_TIMED, 0);
  fixture_record(&fixture, 0, 1, 0);
  fixture_time(&fixture, 0, 10); // less than a tick later
  fixture_record(&fixture, 0, 2, 0);
  fixture_record(&fixture, 0, FIXTURE_TIMED, 0);
  expect("03123", 0, 0, 0, 0);
  expect_when(1, 50 * MS, 50 * MS + UNITS(10));
  expect_when(2, 50 * MS, 50 * MS + UNITS(10));
  expect_when(4, 50 * MS + UNITS(10), 50 * MS + UNITS(10) + FIXTURE_TICK_NS);
}

Test(history, of_times_in_a_row_the_last_one_counts_and_none_goes_back) {
  begin_at_50_ms();
  fixture_time(&fixture, 0, 10);
  fixture_time(&fixture, 0, 20);
  fixture_record(&fixture, 0, 0, 0);
  fixture_time(&fixture, 0, 15); // damage
  fixture_record(&fixture, 0, 1, 0);
  expect("01", 0, 0, 0, 0);
  expect_when(0, 50 * MS + UNITS(20), 50 * MS + UNITS(20));
  expect_when(1, 50 * MS + UNITS(20), UINT64_MAX);
}

Test(history, of_a_chunk_without_a_time_nothing_is_known) {
  fixture_add_thread(&fixture, 1, "", 2);
  fixture_record(&fixture, 0, FIXTURE_TIMED, 0);
  expect("013", 0, 0, 0, 0);
  for (unsigned i = 0; i < 3; i++)
    expect_when(i, UINT64_MAX, UINT64_MAX);
}
