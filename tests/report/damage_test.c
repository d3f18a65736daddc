// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Bytes of a small run changed, and lengths cut: what is shown then is right, or differs in the one record that was
// changed, or a message says that it may not be right; and nothing ever crashes. Every byte that is in use is tried,
// and some of those that are not.

#define _GNU_SOURCE

#include "report/reader/history.h"
#include "report/text/last_text.h"
#include "run_fixture.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define THREADS 3u
#define TREE_STATEMENTS 3u // at most, in the fixture's tree
#define SLOW_THREAD 2u     // index

static char *folder;
static char run_path[4096];
static uint64_t first_numbers[THREADS]; // of each thread's oldest statement, as dump() found them

static void record_tree(struct fixture_run *run, unsigned thread) {
  fixture_record(run, thread, FIXTURE_TREE, 3);
  fixture_record(run, thread, 1, 0);
  fixture_record(run, thread, FIXTURE_TREE, 2);
  fixture_record(run, thread, FIXTURE_TREE, 0);
  fixture_record(run, thread, 2, 0);
}

// One thread whose ring has lapped, one with few records, and one of the text sink.
static void set_up(void) {
  static struct fixture_run run;
  folder = fixture_folder();
  fixture_init(&run);
  fixture_add_thread(&run, 4711, "main", 2 * SP_CHUNK_RECORDS);
  fixture_add_thread(&run, 4712, "worker", 3);
  fixture_add_thread(&run, 4713, "slow", 1);
  for (unsigned i = 0; i < THREADS; i++)
    record_tree(&run, i);
  struct sp_thread *slow = &run.segments[SLOW_THREAD].thread;
  slow->ring.mask = 0;
  slow->statements = 1000;
  fixture_end(&run, SP_END_SIGNALED, 11, 4712);
  fixture_write(&run, folder, "run");
  snprintf(run_path, sizeof run_path, "%s/run", folder);
}

static void tear_down(void) { fixture_remove(folder); }

TestSuite(damage, .init = set_up, .fini = tear_down, .timeout = 240);

static void dump_statements(FILE *out, struct reader_run *run, const struct reader_thread *thread,
                            struct reader_history *history) {
  if (!reader_thread_history(run, thread, history))
    return;
  if (thread->index < THREADS)
    first_numbers[thread->index] = history->first;
  for (uint64_t n = history->first; n < history->end; n++) {
    struct reader_record record;
    const uint32_t value = reader_history_value(history, n);
    if (!reader_record_resolve(run, thread->tid, n, value, &record) && value != READER_LOST)
      reader_problem(&run->reader->problems, "a value without a site");
    const struct sp_record_text *text = &record.text;
    fprintf(out, "%s:%u %s %s\n",
            text->file             ? text->file
            : value == READER_LOST ? "lost"
                                   : "",
            text->line, text->function ? text->function : "", text->snippet ? text->snippet : "");
  }
  fprintf(out, "open %u\n", history->open);
}

// All that anything shows, one line a fact or a statement. Returns how many problems were told.
static unsigned dump(char **text) {
  size_t bytes;
  FILE *out = open_memstream(text, &bytes);
  struct reader reader = {0};
  struct reader_run *run = reader_run_open(&reader, run_path);
  struct reader_thread *threads = NULL;
  struct reader_history history = {0};
  const size_t count = run ? reader_threads(run, &threads) : 0;
  memset(first_numbers, 0, sizeof first_numbers);
  if (run)
    fprintf(out, "pid %d\nprogram %s\nend %d %d\n", run->header.pid, run->header.program, run->end,
            run->header.end.status);
  for (size_t i = 0; i < count; i++) {
    fprintf(out, "thread %u %d\nname %s\nend %d\n", threads[i].number, threads[i].tid, threads[i].name,
            threads[i].is_end_thread);
    dump_statements(out, run, &threads[i], &history);
  }
  free(threads);
  reader_history_free(&history);
  reader_run_close(run);
  reader_free(&reader);
  fclose(out);
  return reader.problems.count;
}

// Shows the run in every form, for what sanitizers and signals find.
static void show(void) {
  struct reader reader = {0};
  struct source_cache sources = {0};
  struct reader_run *run = reader_run_open(&reader, run_path);
  if (run) {
    FILE *nowhere = fopen("/dev/null", "w");
    struct choice everything = {0};
    struct last_process process = last_begin(run, &everything);
    const struct last_look look = {output_choose_colors(OUTPUT_COLOR_ALWAYS), 2, &sources, false};
    for (size_t i = 0; i < process.thread_count; i++)
      last_read(&process, &process.threads[i]);
    last_print_process(nowhere, run, &look);
    last_print_rest(nowhere, &process, 0, &look);
    json_decref(last_json(&process));
    last_free(&process);
    fclose(nowhere);
  }
  source_cache_free(&sources);
  reader_run_close(run);
  reader_free(&reader);
}

static unsigned count_lines(const char *text, size_t bytes) {
  unsigned count = 0;
  for (size_t i = 0; i < bytes; i++)
    count += text[i] == '\n';
  return count;
}

// Length of the last line, with its newline.
static size_t last_line(const char *text, size_t bytes) {
  const char *before = bytes ? memrchr(text, '\n', bytes - 1) : NULL;
  return before ? bytes - (size_t)(before + 1 - text) : bytes;
}

// Lines between those that two texts begin with and those that both end with; of the text that has more.
static unsigned differing_lines(const char *a, const char *b) {
  size_t same = 0;
  while (a[same] && a[same] == b[same])
    same++;
  while (same && a[same - 1] != '\n')
    same--;
  a += same;
  b += same;
  size_t a_bytes = strlen(a), b_bytes = strlen(b), last;
  while ((last = last_line(a, a_bytes)) != 0 && last == last_line(b, b_bytes) &&
         memcmp(a + a_bytes - last, b + b_bytes - last, last) == 0) {
    a_bytes -= last;
    b_bytes -= last;
  }
  const unsigned in_a = count_lines(a, a_bytes), in_b = count_lines(b, b_bytes);
  return in_a > in_b ? in_a : in_b;
}

static int open_file(const char *name, off_t *bytes) {
  char path[4200];
  snprintf(path, sizeof path, "%s/%s", run_path, name);
  const int fd = open(path, O_RDWR | O_CLOEXEC);
  cr_assert(fd >= 0);
  *bytes = lseek(fd, 0, SEEK_END);
  return fd;
}

// Where a byte of run.sp is: behind the start of the segment of thread, or of its ring.
struct spot {
  uint64_t thread; // index; THREADS for what is in front of the first one
  uint64_t in_header;
  uint64_t in_ring; // UINT64_MAX in the thread's header
};

static struct spot spot_of(off_t at) {
  if ((uint64_t)at < FIXTURE_THREAD_OFFSET)
    return (struct spot){.thread = THREADS, .in_ring = UINT64_MAX};
  const uint64_t offset = (uint64_t)at - FIXTURE_THREAD_OFFSET, in_segment = offset % FIXTURE_SEGMENT_BYTES;
  struct spot spot = {.thread = offset / FIXTURE_SEGMENT_BYTES, .in_header = in_segment, .in_ring = UINT64_MAX};
  if (in_segment >= SP_THREAD_HEADER_BYTES)
    spot.in_ring = in_segment - SP_THREAD_HEADER_BYTES;
  return spot;
}

// All that is in use, but of the lapped ring: its oldest and newest records, and some of what is not in use.
static bool is_tried(off_t at) {
  const struct spot spot = spot_of(at);
  if (at % 251 == 0)
    return true;
  if (spot.thread == THREADS)
    return at < (off_t)sizeof(struct sp_run_header) ||
           (at >= SP_RUN_HEADER_PAGE && at < (off_t)(SP_RUN_HEADER_PAGE + sizeof(struct sp_module)));
  if (spot.in_ring == UINT64_MAX)
    return spot.in_header < offsetof(struct sp_thread, reserved);
  const uint64_t in_chunk = spot.in_ring % SP_CHUNK_BYTES;
  return in_chunk < SP_CHUNK_FIRST + 10 * sizeof(struct sp_record) ||
         in_chunk >= SP_CHUNK_BYTES - 2 * sizeof(struct sp_record);
}

// How many lines may differ with no message: those of one record, and the count of the begun ones.
static unsigned lines_allowed(const char *name, off_t at) {
  const struct spot spot = spot_of(at);
  if (strcmp(name, SP_RUN_FILE) != 0 || spot.thread == THREADS)
    return 0;
  if (spot.in_ring != UINT64_MAX)
    return TREE_STATEMENTS + 1;
  const size_t next = offsetof(struct sp_thread, ring.next);
  return spot.in_header >= next && spot.in_header < next + sizeof(uint64_t);
}

// Nothing else tells how many statements the thread of the text sink has made.
static bool may_renumber(const char *name, off_t at) {
  const struct spot spot = spot_of(at);
  const size_t statements = offsetof(struct sp_thread, statements);
  return strcmp(name, SP_RUN_FILE) == 0 && spot.thread == SLOW_THREAD &&
         (spot.in_ring != UINT64_MAX ||
          (spot.in_header >= statements && spot.in_header < statements + sizeof(uint64_t)));
}

static void check_change(const char *name, off_t at, const char *whole, const uint64_t *numbers) {
  char *text;
  const unsigned problems = dump(&text);
  const bool has_numbers = memcmp(first_numbers, numbers, sizeof first_numbers) == 0 || may_renumber(name, at);
  const unsigned differing = differing_lines(whole, text);
  cr_assert(problems || (has_numbers && differing <= lines_allowed(name, at)),
            "%s byte %lld: nothing told, yet %u lines or the numbers differ", name, (long long)at, differing);
  show();
  free(text);
}

static void flip_bytes(const char *name, unsigned char pattern) {
  char *whole;
  uint64_t numbers[THREADS];
  off_t bytes;
  cr_assert_eq(dump(&whole), 0, "the fixture itself is sound");
  memcpy(numbers, first_numbers, sizeof numbers);
  const int fd = open_file(name, &bytes);
  for (off_t at = 0; at < bytes; at++) {
    unsigned char old;
    if (strcmp(name, SP_RUN_FILE) == 0 && !is_tried(at))
      continue;
    cr_assert_eq(pread(fd, &old, 1, at), 1);
    const unsigned char new = old ^ pattern;
    cr_assert_eq(pwrite(fd, &new, 1, at), 1);
    check_change(name, at, whole, numbers);
    cr_assert_eq(pwrite(fd, &old, 1, at), 1);
  }
  free(whole);
  close(fd);
}

// What the other tests compare is all there.
Test(damage, none) {
  char *text;
  cr_assert_eq(dump(&text), 0);
  const unsigned lapped = SP_CHUNK_RECORDS + 9, tree = 9; // 5 records, of 9 statements
  cr_expect_eq(count_lines(text, strlen(text)), 3 + THREADS * 4 + lapped + (3 + tree) + (1 + tree));
  cr_expect_eq(first_numbers[0], SP_CHUNK_RECORDS);
  cr_expect_eq(first_numbers[1], 0);
  cr_expect_eq(first_numbers[SLOW_THREAD], 1000 - (1 + tree));
  cr_expect_eq(differing_lines(text, text), 0);
  cr_expect_eq(differing_lines("1\n2\n3\n4\n", "1\n4\n"), 2);
  cr_expect_eq(differing_lines("a\nb\n", "a\nxb\n"), 1);
  cr_expect_eq(differing_lines("a\nab\nc\n", "a\nb\nc\n"), 1);
  cr_expect_eq(differing_lines("b\n", "a\nb\nb\n"), 2);
  free(text);
}

Test(damage, all_bits_of_each_byte_of_the_run) { flip_bytes(SP_RUN_FILE, 0xff); }
Test(damage, lowest_bit_of_each_byte_of_the_run) { flip_bytes(SP_RUN_FILE, 0x01); }
Test(damage, highest_bit_of_each_byte_of_the_run) { flip_bytes(SP_RUN_FILE, 0x80); }
Test(damage, all_bits_of_each_byte_of_the_tables) { flip_bytes("netd.sites", 0xff); }
Test(damage, lowest_bit_of_each_byte_of_the_tables) { flip_bytes("netd.sites", 0x01); }

Test(damage, run_cut_at_many_lengths) {
  off_t bytes;
  const int fd = open_file(SP_RUN_FILE, &bytes);
  for (off_t length = bytes - 1; length >= 0; length--) {
    char *text;
    if (!is_tried(length))
      continue;
    cr_assert_eq(ftruncate(fd, length), 0);
    const unsigned problems = dump(&text);
    // A run file grows by whole segments: one that ends between two is a run with fewer threads.
    const bool is_whole = length >= (off_t)FIXTURE_THREAD_OFFSET &&
                          (length - (off_t)FIXTURE_THREAD_OFFSET) % (off_t)FIXTURE_SEGMENT_BYTES == 0;
    cr_assert(problems || is_whole, "cut at %lld: nothing told", (long long)length);
    show();
    free(text);
  }
  close(fd);
}

Test(damage, tables_cut_at_every_length) {
  off_t bytes;
  const int fd = open_file("netd.sites", &bytes);
  for (off_t length = bytes - 1; length >= 0; length--) {
    char *text;
    cr_assert_eq(ftruncate(fd, length), 0);
    cr_assert_gt(dump(&text), 0, "cut at %lld: nothing told", (long long)length);
    show();
    free(text);
  }
  close(fd);
}
