// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The quick reader of text lines finds what the plain one finds, whatever the lines are and whatever came before.

#define _GNU_SOURCE

#include "report/reader/text.h"
#include "report/reader/text_quick.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

static struct reader_text_quick quick;

static void free_quick(void) { reader_text_quick_free(&quick); }

TestSuite(text_quick, .fini = free_quick);

// Everything in a record, so that two can be compared.
static char *describe(bool is_record, const struct reader_record *record) {
  const struct sp_record_text *t = &record->text;
  char *text;
  if (!is_record)
    return strdup("no record");
  cr_assert(asprintf(&text, "%d %d %llu %llu %llu %llu %s %s %s %u %u %u %s %u", t->pid, t->tid,
                     (unsigned long long)t->seq, (unsigned long long)t->realtime_ns, (unsigned long long)t->elapsed_ns,
                     (unsigned long long)t->within_ns, t->file, t->function, t->snippet, t->line, t->column, t->macro,
                     t->def_file, t->def_line) > 0);
  return text;
}

// line: with its newline, and no NUL in it.
static bool expect_the_same(const char *line) {
  struct reader_record plain, found;
  char *copy = strdup(line);
  copy[strlen(copy) - 1] = 0;
  const bool is_record = reader_text_parse(copy, &plain);
  char *wanted = describe(is_record, &plain);
  char *got = describe(reader_text_quick_parse(&quick, line, strlen(line), &found), &found);
  cr_assert_str_eq(got, wanted, "%s", line);
  free(copy);
  free(wanted);
  free(got);
  return is_record;
}

#define LINE(seq, time, elapsed, site)                                                                                 \
  "pid=12 tid=34 seq=" seq " ts=" time " elapsed=" elapsed " file=a.c line=5 func=f macro=0 col=3 " site "\n"

static const char *const lines[] = {
    LINE("1", "2026-11-07T18:32:59.123456789Z", "999ns", "snippet=x = 1"),
    LINE("2", "2026-11-07T18:32:59.123456790Z", "1.0us", "snippet=x = 1"),
    LINE("3", "2026-11-07T18:32:59.999999999Z", "12.3ms", "snippet=x = 2"),
    LINE("4", "2026-11-07T18:33:00.000000000Z", "1.204s", "snippet=x = 1"),
    LINE("5", "2026-11-07T18:33:07.000000000Z", "3600.000s", "def=b.h:7 snippet=y\\x09z \\\\ = 1"),
    LINE("18446744073709551615", "2026-11-07T18:33:07.000000000Z", "3600.000s", "snippet=x = 2"),
    LINE("6", "-", "-", "snippet=-"),
    "pid=56 tid=78 seq=7 ts=2026-11-07T18:33:07.500000000Z elapsed=2.000s file=- line=0 func=- macro=0 snippet= "
    "file=x\n",
    "pid=12 tid=34 seq=8 ts=2026-11-07T18:33:07.5Z elapsed=2.000s file=a.c line=5 func=f macro=0 snippet=x = 1\n",
    "not a record\n",
    "\n",
};
#define LINES (sizeof lines / sizeof *lines)

Test(text_quick, finds_what_the_plain_reader_finds) {
  unsigned records = 0;
  for (int round = 0; round < 3; round++)
    for (size_t i = 0; i < LINES; i++)
      records += expect_the_same(lines[i]);
  cr_expect_eq(records, 3 * 8);
}

Test(text_quick, in_any_order) {
  unsigned state = 1;
  for (int i = 0; i < 20000; i++) {
    state = state * 1103515245 + 12345;
    expect_the_same(lines[(state >> 16) % LINES]);
  }
}

Test(text_quick, lines_with_a_byte_changed) {
  for (size_t i = 0; i < LINES; i++)
    for (size_t at = 0; lines[i][at] != '\n'; at++)
      for (int byte = 1; byte < 256; byte++) {
        char *line = strdup(lines[i]);
        line[at] = (char)byte;
        expect_the_same(lines[i]); // what is kept is of the whole line
        if (byte != '\n')
          expect_the_same(line);
        free(line);
      }
}

Test(text_quick, lines_that_are_cut) {
  for (size_t i = 0; i < LINES; i++)
    for (size_t bytes = 0; bytes < strlen(lines[i]); bytes++) {
      char *line;
      cr_assert(asprintf(&line, "%.*s\n", (int)bytes, lines[i]) > 0);
      expect_the_same(line);
      free(line);
    }
}

Test(text_quick, more_statements_than_are_kept) {
  for (int round = 0; round < 2; round++)
    for (int i = 0; i < 10000; i++) {
      char line[200];
      snprintf(
          line, sizeof line,
          "pid=1 tid=2 seq=%d ts=2026-11-07T18:33:07.500000000Z elapsed=2.000s file=a.c line=%d func=f macro=0 col=1 "
          "snippet=s%d\n",
          i + 1, i, i);
      cr_assert(expect_the_same(line));
    }
}
