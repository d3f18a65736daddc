// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Every byte of a small run changed, and every length cut: what is shown then is right, or a message says that it
// may not be, and nothing ever crashes.

#define _GNU_SOURCE

#include "report/last.h"
#include "report/reader_thread.h"
#include "run_fixture.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// Head of the lapped ring of the first thread. Its bytes above the mask only number the records; the ring itself
// cannot contradict them.
#define LAPPED_HEAD (FIXTURE_THREAD_OFFSET + offsetof(struct sp_thread, ring.head))

static char *folder;
static char run_path[4096];

static void set_up(void) {
  struct fixture_run run;
  folder = fixture_folder();
  fixture_init(&run);
  fixture_add_thread(&run, 4711, "main", 42);
  fixture_add_thread(&run, 4712, "worker", 5);
  fixture_end(&run, SP_END_SIGNALED, 11, 4712);
  fixture_write(&run, folder, "run");
  snprintf(run_path, sizeof run_path, "%s/run", folder);
}

static void tear_down(void) { fixture_remove(folder); }

TestSuite(damage, .init = set_up, .fini = tear_down, .timeout = 240);

static void dump_records(FILE *out, struct reader_run *run, const struct reader_thread *thread,
                         struct reader_ring_buffer *buffer, bool numbers) {
  if (!reader_thread_ring(run, thread, buffer))
    return;
  fprintf(out, "open %u lost %u\n", buffer->ring.open, (unsigned)buffer->ring.lost);
  for (uint64_t n = buffer->ring.first; n < buffer->ring.end; n++) {
    char line[SP_RECORD_TEXT_MAX];
    struct reader_record record;
    const uint32_t value = reader_ring_slot(&buffer->ring, n);
    if (!reader_record_resolve(run, thread->tid, n, value, &record) && !reader_slot_is_lost(value))
      reader_problem(&run->reader->problems, "a value without a site");
    record.text.seq = numbers ? n + 1 : 0;
    fwrite(line, 1, sp_format_record(line, sizeof line, &record.text), out);
  }
}

// All that anything shows, one line a fact; numbers: with the numbers of the records. Returns how many problems were
// told.
static unsigned dump_with(char **text, bool numbers) {
  size_t bytes;
  FILE *out = open_memstream(text, &bytes);
  struct reader reader = {0};
  struct reader_run *run = reader_run_open(&reader, run_path);
  struct reader_thread *threads = NULL;
  struct reader_ring_buffer buffer = {0};
  const size_t count = run ? reader_threads(run, &threads) : 0;
  if (run)
    fprintf(out, "pid %d\nprogram %s\nend %d %d\n", run->header.pid, run->header.program, run->end,
            run->header.end.status);
  for (size_t i = 0; i < count; i++) {
    fprintf(out, "thread %u %d\nname %s\nend %d\n", threads[i].number, threads[i].tid, threads[i].name,
            threads[i].is_end_thread);
    dump_records(out, run, &threads[i], &buffer, numbers);
  }
  free(threads);
  reader_ring_buffer_free(&buffer);
  reader_run_close(run);
  reader_free(&reader);
  fclose(out);
  return reader.problems.count;
}

static unsigned dump(char **text) { return dump_with(text, true); }

// Shows the run in every form, for what sanitizers and signals find.
static void show(void) {
  struct reader reader = {0};
  struct source_cache sources = {0};
  struct reader_run *run = reader_run_open(&reader, run_path);
  if (run) {
    FILE *nowhere = fopen("/dev/null", "w");
    struct last_process process = last_collect(run, 0);
    const struct last_look look = {output_choose_colors(OUTPUT_COLOR_ALWAYS), 2, &sources};
    last_print(nowhere, &process, &look);
    json_decref(last_json(&process));
    last_free(&process);
    fclose(nowhere);
  }
  source_cache_free(&sources);
  reader_run_close(run);
  reader_free(&reader);
}

static unsigned differing_lines(const char *a, const char *b) {
  unsigned count = 0;
  while (*a || *b) {
    const size_t x = strcspn(a, "\n");
    const size_t y = strcspn(b, "\n");
    count += x != y || memcmp(a, b, x) != 0;
    a += x + (a[x] == '\n');
    b += y + (b[y] == '\n');
  }
  return count;
}

static int open_file(const char *name, off_t *bytes) {
  char path[4200];
  snprintf(path, sizeof path, "%s/%s", run_path, name);
  const int fd = open(path, O_RDWR | O_CLOEXEC);
  cr_assert(fd >= 0);
  *bytes = lseek(fd, 0, SEEK_END);
  return fd;
}

// Does the change touch nothing but bits of the lapped ring's head above the mask?
static bool is_number_only(const char *name, off_t at, unsigned char pattern) {
  const off_t byte = at - (off_t)LAPPED_HEAD;
  return strcmp(name, SP_RUN_FILE) == 0 && (byte == 0 ? (pattern & (FIXTURE_SLOTS - 1)) == 0 : byte > 0 && byte < 8);
}

static void check_change(const char *name, off_t at, unsigned char pattern, const char *whole,
                         const char *whole_unnumbered) {
  char *text;
  const bool numbers = !is_number_only(name, at, pattern);
  const unsigned problems = dump_with(&text, numbers);
  const unsigned differing = differing_lines(numbers ? whole : whole_unnumbered, text);
  cr_assert(problems || differing <= numbers, "%s byte %lld: nothing told, yet it shows\n%s", name, (long long)at,
            text);
  show();
  free(text);
}

static void flip_every_byte(const char *name, unsigned char pattern) {
  char *whole;
  char *whole_unnumbered;
  off_t bytes;
  cr_assert_eq(dump(&whole), 0, "the fixture itself is sound");
  cr_assert_eq(dump_with(&whole_unnumbered, false), 0);
  const int fd = open_file(name, &bytes);
  for (off_t at = 0; at < bytes; at++) {
    unsigned char old;
    cr_assert_eq(pread(fd, &old, 1, at), 1);
    const unsigned char new = old ^ pattern;
    cr_assert_eq(pwrite(fd, &new, 1, at), 1);
    check_change(name, at, pattern, whole, whole_unnumbered);
    cr_assert_eq(pwrite(fd, &old, 1, at), 1);
  }
  free(whole);
  free(whole_unnumbered);
  close(fd);
}

Test(damage, all_bits_of_each_byte_of_the_run) { flip_every_byte(SP_RUN_FILE, 0xff); }
Test(damage, lowest_bit_of_each_byte_of_the_run) { flip_every_byte(SP_RUN_FILE, 0x01); }
Test(damage, highest_bit_of_each_byte_of_the_run) { flip_every_byte(SP_RUN_FILE, 0x80); }
Test(damage, all_bits_of_each_byte_of_the_tables) { flip_every_byte("netd.sites", 0xff); }
Test(damage, lowest_bit_of_each_byte_of_the_tables) { flip_every_byte("netd.sites", 0x01); }

static void cut_at_every_length(const char *name) {
  off_t bytes;
  const int fd = open_file(name, &bytes);
  for (off_t length = bytes - 1; length >= 0; length--) {
    char *text;
    cr_assert_eq(ftruncate(fd, length), 0);
    const unsigned problems = dump(&text);
    // A run file grows by whole segments: one that ends between two is a run with fewer threads.
    const bool is_whole = length >= (off_t)FIXTURE_THREAD_OFFSET &&
                          (length - (off_t)FIXTURE_THREAD_OFFSET) % (off_t)FIXTURE_SEGMENT_BYTES == 0;
    // Behind its last slot a segment holds nothing that is read.
    const off_t in_segment = (length - (off_t)FIXTURE_THREAD_OFFSET) % (off_t)FIXTURE_SEGMENT_BYTES;
    const bool is_tail = length > (off_t)FIXTURE_THREAD_OFFSET &&
                         in_segment >= (off_t)(SP_THREAD_HEADER_BYTES + FIXTURE_SLOTS * sizeof(uint32_t));
    cr_assert(problems || is_whole || is_tail, "%s cut at %lld: nothing told", name, (long long)length);
    show();
    free(text);
  }
  close(fd);
}

Test(damage, run_cut_at_every_length) { cut_at_every_length(SP_RUN_FILE); }

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
