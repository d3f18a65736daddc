// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A thread's text in several files, some of them compressed.

#define _GNU_SOURCE

#include "report/reader/parts.h"
#include "report/reader/text.h"
#include "run_fixture.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

static char *folder;
static char path[4096];
static struct reader reader;
static struct reader_run *run;

static void add(const char *name, const char *text) { fixture_file(path, name, text, strlen(text)); }

// Returns the compressed bytes, and how many they are.
static size_t pack(const char *text, unsigned char *out, size_t room) {
  z_stream stream = {.next_in = (unsigned char *)(uintptr_t)text,
                     .avail_in = (unsigned)strlen(text),
                     .next_out = out,
                     .avail_out = (unsigned)room};
  cr_assert(deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) == Z_OK);
  cr_assert(deflate(&stream, Z_FINISH) == Z_STREAM_END);
  deflateEnd(&stream);
  return room - stream.avail_out;
}

static void add_packed(const char *name, const char *text) {
  unsigned char packed[1024];
  fixture_file(path, name, packed, pack(text, packed, sizeof packed));
}

static void make_run(void) {
  struct fixture_run fixture;
  folder = fixture_folder();
  fixture_init(&fixture);
  fixture_write(&fixture, folder, "run");
  snprintf(path, sizeof path, "%s/run", folder);
  run = reader_run_open(&reader, path);
  cr_assert(run);
}

static void remove_run(void) {
  reader_run_close(run);
  reader_free(&reader);
  fixture_remove(folder);
}

TestSuite(parts, .init = make_run, .fini = remove_run);

// The newest `lines` lines of thread 7.
static const char *newest(uint64_t lines) {
  static char text[4096];
  FILE *file = reader_text_open(run, 7, lines, NULL);
  if (!file)
    return NULL;
  text[fread(text, 1, sizeof text - 1, file)] = 0;
  fclose(file);
  return text;
}

static void add_all(void) {
  add_packed("7.000002.txt.gz", "1\n2\n");
  add("7.000010.txt", "3\n");
  add_packed("7.000011.txt.gz", "4\n5\n6\n");
  add("7.txt", "7\n8\ncut");
  add("70.txt", "other\n");
  add("7.x.txt", "other\n");
  add("7.000012.txt.new", "other\n");
}

Test(parts, are_read_in_the_order_of_their_numbers) {
  add_all();
  cr_expect_str_eq(newest(UINT64_MAX), "1\n2\n3\n4\n5\n6\n7\n8\ncut");
  cr_expect(reader.problems.count == 0);
}

Test(parts, newest_lines_may_be_in_several) {
  static const char *const expected[] = {
      "",
      "8\ncut",
      "7\n8\ncut",
      "6\n7\n8\ncut",
      "5\n6\n7\n8\ncut",
      "4\n5\n6\n7\n8\ncut",
      "3\n4\n5\n6\n7\n8\ncut",
      "2\n3\n4\n5\n6\n7\n8\ncut",
      "1\n2\n3\n4\n5\n6\n7\n8\ncut",
      "1\n2\n3\n4\n5\n6\n7\n8\ncut",
  };
  add_all();
  for (size_t i = 0; i < sizeof expected / sizeof *expected; i++)
    cr_expect_str_eq(newest(i), expected[i], "%zu", i);
}

Test(parts, threads) {
  int *tids;
  add_all();
  cr_assert(reader_text_threads(run, &tids) == 2);
  cr_expect(tids[0] == 7 && tids[1] == 70);
  free(tids);
}

Test(parts, one_that_gzip_is_at_work_on_is_read_once) {
  add("7.000001.txt", "1\n2\n");
  add("7.000001.txt.gz", "\x1f\x8b");
  add("7.txt", "3\n");
  cr_expect_str_eq(newest(UINT64_MAX), "1\n2\n3\n");
}

// Killed between two steps of rolling.
Test(parts, without_a_newest_file) {
  struct reader_record last;
  char line[SP_RECORD_TEXT_MAX];
  add("7.000001.txt", "1\n");
  add("7.000002.txt", "pid=9 tid=7 seq=2 ts=- elapsed=- file=f line=2 func=g macro=0 snippet=two\n");
  cr_expect(strncmp(newest(UINT64_MAX), "1\npid=9", 7) == 0);
  cr_expect(reader_text_last(run, 7, line, &last) && last.text.seq == 2);
  add("7.txt", ""); // or just behind them
  cr_expect(reader_text_last(run, 7, line, &last) && last.text.seq == 2);
}

Test(parts, damaged_one_is_told_and_the_others_are_read) {
  unsigned char packed[1024];
  size_t bytes = pack("a line that is long enough\nand another one\n", packed, sizeof packed);
  fixture_file(path, "7.000001.txt.gz", packed, bytes / 2);
  add("7.txt", "3\n");
  const char *text = newest(UINT64_MAX);
  cr_expect(strcmp(text + strlen(text) - 2, "3\n") == 0);
  cr_expect(reader.problems.count == 1);
}

Test(parts, no_text) { cr_expect(newest(1) == NULL); }
