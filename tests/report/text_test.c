// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A record as a line of text, written and read back.

#define _GNU_SOURCE

#include "report/reader/parts.h"
#include "report/reader/text.h"
#include "run_fixture.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

static char line[SP_RECORD_TEXT_MAX + 1];

static struct sp_record_text example(void) {
  return (struct sp_record_text){
      .pid = 12345,
      .tid = 678,
      .seq = 42,
      .realtime_ns = UINT64_C(1794076321123456789), // date -u -d @1794076321: 2026-11-07 18:32:01
      .elapsed_ns = 12345678,
      .file = "lib/network.c",
      .function = "socket_send",
      .snippet = "send_packet(queue, payload)",
      .line = 512,
      .column = 3,
  };
}

static void format(const struct sp_record_text *record) { line[sp_format_record(line, sizeof line - 1, record)] = 0; }

// What is read back from the line makes the same line, and knows the moment to the nanosecond.
static void expect_same_again(const struct sp_record_text *record) {
  char copy[sizeof line];
  struct reader_record back;
  strcpy(copy, line);
  *strchr(copy, '\n') = 0;
  cr_assert(reader_text_parse(copy, &back), "%s", line);
  cr_expect_eq(back.text.realtime_ns, record->realtime_ns, "%s", line);
  char again[sizeof line] = "";
  sp_format_record(again, sizeof again - 1, &back.text);
  cr_expect_str_eq(again, line);
}

Test(text, has_the_promised_form) {
  const struct sp_record_text record = example();
  format(&record);
  cr_expect_str_eq(line, "pid=12345 tid=678 seq=42 ts=2026-11-07T18:32:01.123456789Z elapsed=12.3ms "
                         "file=lib/network.c line=512 func=socket_send macro=0 col=3 "
                         "snippet=send_packet(queue, payload)\n");
}

Test(text, unknown_is_a_dash) {
  const struct sp_record_text record = {.pid = 1, .tid = 2, .seq = 3};
  format(&record);
  cr_expect_str_eq(line, "pid=1 tid=2 seq=3 ts=- elapsed=- file=- line=0 func=- macro=0 col=0 snippet=-\n");
}

Test(text, escapes_what_would_break_the_line_or_the_terminal) {
  struct sp_record_text record = example();
  record.realtime_ns = 0;
  record.file = "my lib/a\\b\n.c";
  // A tab, an escape, C1 control U+009B as UTF-8, a lone byte, and a letter that may stay.
  record.snippet = "a\tb \33[1m \xc2\x9b \xff \xc3\xa9";
  format(&record);
  cr_expect_str_eq(line, "pid=12345 tid=678 seq=42 ts=- elapsed=- file=my\\x20lib/a\\\\b\\x0a.c line=512 "
                         "func=socket_send macro=0 col=3 "
                         "snippet=a\\x09b \\x1b[1m \\xc2\\x9b \\xff \xc3\xa9\n");
}

Test(text, elapsed_is_cut_to_a_readable_length) {
  static const struct {
    uint64_t ns;
    const char *text;
  } cases[] = {{0, " elapsed=0ns "},
               {999, " elapsed=999ns "},
               {1000, " elapsed=1.0us "},
               {999999, " elapsed=999.9us "},
               {1000000, " elapsed=1.0ms "},
               {999999999, " elapsed=999.9ms "},
               {1204999999, " elapsed=1.204s "},
               {3600000000000, " elapsed=3600.000s "}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    struct sp_record_text record = example();
    record.elapsed_ns = cases[i].ns;
    format(&record);
    cr_expect_not_null(strstr(line, cases[i].text), "%s in %s", cases[i].text, line);
    expect_same_again(&record);
  }
}

Test(text, leap_days_and_ends_of_years) {
  static const struct {
    uint64_t seconds; // as `date -u +%s` gives them
    const char *text;
  } cases[] = {{951782400, " ts=2000-02-29T00:00:00."},
               {1709164800, " ts=2024-02-29T00:00:00."},
               {1735689599, " ts=2024-12-31T23:59:59."},
               {4107542400, " ts=2100-03-01T00:00:00."}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    struct sp_record_text record = example();
    record.realtime_ns = cases[i].seconds * 1000000000u;
    format(&record);
    cr_expect_not_null(strstr(line, cases[i].text), "%s in %s", cases[i].text, line);
    expect_same_again(&record);
  }
}

Test(text, every_room_is_respected_and_ends_with_a_newline) {
  char out[SP_RECORD_TEXT_MAX + 8];
  struct sp_record_text record = example();
  cr_expect_eq(sp_format_record(out, 0, &record), 0);
  for (size_t room = 1; room < 300; room++) {
    memset(out, 'x', sizeof out);
    const size_t length = sp_format_record(out, room, &record);
    cr_expect(length <= room && out[length - 1] == '\n' && out[length] == 'x', "%zu", room);
  }
}

Test(text, long_texts_are_cut_below_the_limit_and_still_parse) {
  static char wide[9000];
  for (size_t i = 0; i + 1 < sizeof wide; i++)
    wide[i] = i % 3 ? '\\' : '\1';
  struct sp_record_text record = example();
  struct reader_record back;
  record.file = record.function = record.snippet = wide;
  format(&record);
  const size_t length = strlen(line);
  cr_expect_lt(length, SP_RECORD_TEXT_MAX);
  cr_assert_eq(line[length - 1], '\n');
  line[length - 1] = 0;
  cr_assert(reader_text_parse(line, &back));
  // Each text is a piece of the whole, cut between two characters.
  cr_expect_eq(strncmp(back.text.file, wide, strlen(back.text.file)), 0);
  cr_expect_gt(strlen(back.text.snippet), 300);
}

Test(text, is_read_back_as_it_was) {
  struct sp_record_text record = example();
  struct reader_record back;
  record.file = "a b\\x41\n";
  record.snippet = "x = \"snippet=\\n\"; // \xff";
  record.macro = 2;
  format(&record);
  *strchr(line, '\n') = 0;
  cr_assert(reader_text_parse(line, &back));
  cr_expect_eq(back.text.pid, 12345);
  cr_expect_eq(back.text.tid, 678);
  cr_expect_eq(back.text.seq, 42);
  cr_expect_eq(back.text.realtime_ns, record.realtime_ns);
  cr_expect_eq(back.text.elapsed_ns, 12300000); // as far as the line has it
  cr_expect_str_eq(back.text.file, record.file);
  cr_expect_eq(back.text.line, 512);
  cr_expect_str_eq(back.text.function, "socket_send");
  cr_expect_eq(back.text.macro, 2);
  cr_expect_eq(back.text.column, 3);
  cr_expect_str_eq(back.text.snippet, record.snippet);
}

Test(text, the_place_in_a_macros_definition_is_read_back) {
  struct sp_record_text record = example();
  struct reader_record back;
  record.macro = 1;
  record.def_file = "a:b/odd name.h";
  record.def_line = 21;
  format(&record);
  cr_expect(strstr(line, " macro=1 col=3 def=a:b/odd\\x20name.h:21 snippet="), "%s", line);
  *strchr(line, '\n') = 0;
  cr_assert(reader_text_parse(line, &back));
  cr_expect_str_eq(back.text.def_file, record.def_file);
  cr_expect_eq(back.text.def_line, 21);
  cr_expect_str_eq(back.text.snippet, record.snippet);
}

Test(text, keys_of_later_versions_are_passed_over) {
  char text[] = "pid=1 tid=2 seq=3 ts=- elapsed=- file=f line=4 func=g macro=0 color=red col=9 depth=2 snippet=s";
  struct reader_record back;
  cr_assert(reader_text_parse(text, &back));
  cr_expect_eq(back.text.column, 9);
  cr_expect_str_eq(back.text.snippet, "s");
  cr_expect_eq(back.text.realtime_ns, 0);
}

Test(text, no_prefix_of_a_record_and_nothing_else_parses) {
  static const char whole[] = "pid=1 tid=2 seq=3 ts=- elapsed=- file=f line=4 func=g macro=0 col=9 snippet=";
  for (size_t length = 0; length < sizeof whole - 1; length++) {
    char text[sizeof whole] = {0};
    struct reader_record back;
    memcpy(text, whole, length);
    cr_expect(!reader_text_parse(text, &back), "%zu", length);
  }
  static const char *const others[] = {
      "pid=x tid=2 seq=3 ts=- elapsed=- file=f line=4 func=g macro=0 snippet=s",
      "pid=1 tid=2 seq=99999999999999999999 ts=- elapsed=- file=f line=4 func=g macro=0 snippet=s",
      "pid=1 tid=2 seq=3 ts=- elapsed=- file=\\x4 line=4 func=g macro=0 snippet=s",
      "pid=1 tid=2 seq=3 ts=2026-13-07T18:32:01.123456789Z elapsed=1.0us file=f line=4 func=g macro=0 snippet=s",
      "pid=1 tid=2 seq=3 ts=2026-11-07T18:32:01.123Z elapsed=1.0us file=f line=4 func=g macro=0 snippet=s",
      "pid=1 tid=2 seq=3 ts=2026-11-07T18:32:01.123456789Z elapsed=1.05us file=f line=4 func=g macro=0 snippet=s",
      "pid=1 tid=2 seq=3 ts=2026-11-07T18:32:01.123456789Z elapsed=.5us file=f line=4 func=g macro=0 snippet=s",
      "tid=2 pid=1 seq=3 ts=- elapsed=- file=f line=4 func=g macro=0 snippet=s",
  };
  for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
    struct reader_record back;
    char *text = strdup(others[i]);
    cr_expect(!reader_text_parse(text, &back), "%s", others[i]);
    free(text);
  }
}

static const char three[] = "pid=9 tid=7 seq=1 ts=- elapsed=- file=f line=1 func=g macro=0 snippet=one\n"
                            "pid=9 tid=7 seq=2 ts=- elapsed=- file=f line=2 func=g macro=0 snippet=two\n"
                            "pid=9 tid=7 seq=3 ts=- elapsed=- file=f line=3 func=g macro=0 snippet=three\n";

// Opens a run with the file 7.txt; returns its newest `lines` lines as one string.
static char *newest(const char *content, size_t bytes, uint64_t lines, bool *has_last, struct reader_record *last) {
  static char last_line[SP_RECORD_TEXT_MAX];
  struct fixture_run fixture;
  struct reader reader = {0};
  char path[4096];
  char *text = calloc(1, bytes + 1);
  char *folder = fixture_folder();
  fixture_init(&fixture);
  fixture_write(&fixture, folder, "run");
  snprintf(path, sizeof path, "%s/run", folder);
  fixture_file(path, "7.txt", content, bytes);
  struct reader_run *run = reader_run_open(&reader, path);
  FILE *file = reader_text_open(run, 7, lines, NULL);
  cr_assert(file);
  text[fread(text, 1, bytes, file)] = 0;
  fclose(file);
  *has_last = reader_text_last(run, 7, last_line, last);
  reader_run_close(run);
  reader_free(&reader);
  fixture_remove(folder);
  return text;
}

Test(text, newest_lines_of_a_file) {
  bool has_last;
  struct reader_record last;
  const char *second = strchr(three, '\n') + 1;
  char *text = newest(three, strlen(three), 2, &has_last, &last);
  cr_expect_str_eq(text, second);
  cr_expect(has_last && last.text.seq == 3);
  free(text);
  text = newest(three, strlen(three), 5, &has_last, &last);
  cr_expect_str_eq(text, three);
  free(text);
  text = newest(three, strlen(three), 0, &has_last, &last);
  cr_expect_str_eq(text, "");
  free(text);
}

Test(text, line_that_was_cut_by_the_end_is_not_the_last) {
  bool has_last;
  struct reader_record last;
  free(newest(three, strlen(three) - 1, 1, &has_last, &last));
  cr_expect(has_last && last.text.seq == 2);
  free(newest("", 0, 1, &has_last, &last));
  cr_expect(!has_last);
}
