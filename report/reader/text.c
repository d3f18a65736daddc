// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Parses a line of the text sink.

#define _GNU_SOURCE

#include "text.h"

#include "parts.h"

#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

static int hex_digit(char c) { return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1; }

// Undoes sp_text_escaped() in place.
static bool unescape(char *text) {
  char *to = text;
  for (const char *from = text; *from; to++) {
    if (*from != '\\') {
      *to = *from++;
    } else if (from[1] == '\\') {
      *to = '\\';
      from += 2;
    } else {
      const int high = from[1] == 'x' ? hex_digit(from[2]) : -1;
      const int low = high >= 0 ? hex_digit(from[3]) : -1;
      if (low < 0 || high * 16 + low == 0)
        return false;
      *to = (char)(high * 16 + low);
      from += 4;
    }
  }
  *to = 0;
  return true;
}

// Takes "key=value " off the front of *at. Returns the value, or NULL.
static char *take_word(char **at, const char *key) {
  const size_t length = strlen(key);
  char *value = *at + length + 1;
  if (strncmp(*at, key, length) != 0 || (*at)[length] != '=')
    return NULL;
  char *space = strchr(value, ' ');
  if (!space)
    return NULL;
  *space = 0;
  *at = space + 1;
  return value;
}

static bool parse_number(const char *word, uint64_t max, uint64_t *number) {
  if (!isdigit((unsigned char)*word))
    return false;
  char *end;
  errno = 0;
  *number = strtoull(word, &end, 10);
  return !*end && !errno && *number <= max;
}

static bool take_number(char **at, const char *key, uint64_t max, uint64_t *number) {
  const char *word = take_word(at, key);
  return word && parse_number(word, max, number);
}

// Two digits or more, as they are; *at goes behind them.
static bool take_digits(const char **at, unsigned count, uint64_t *number) {
  *number = 0;
  for (; count > 0; count--, (*at)++) {
    if (!isdigit((unsigned char)**at))
      return false;
    *number = *number * 10 + (uint64_t)(**at - '0');
  }
  return true;
}

// Days from 1970-01-01, of the Gregorian calendar; see sp_text_seconds().
static uint64_t days_of(uint64_t year, uint64_t month, uint64_t day) {
  const uint64_t march_year = year - (month <= 2);
  const uint64_t of_era = march_year % 400;
  const uint64_t of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  return march_year / 400 * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

// ts=2026-11-07T18:32:01.123456789Z
static bool take_time(char **at, uint64_t *ns) {
  // What stands behind each number, and how many digits it has.
  static const char behind[] = "--T::.Z";
  static const unsigned digits[] = {4, 2, 2, 2, 2, 2, 9};
  static const uint64_t least[] = {1970, 1, 1, 0, 0, 0, 0}, most[] = {9999, 12, 31, 23, 59, 59, 999999999};
  uint64_t numbers[7];
  const char *word = take_word(at, "ts");
  if (!word)
    return false;
  *ns = 0;
  if (strcmp(word, "-") == 0)
    return true;
  for (unsigned i = 0; i < 7; i++)
    if (!take_digits(&word, digits[i], &numbers[i]) || numbers[i] < least[i] || numbers[i] > most[i] ||
        *word++ != behind[i])
      return false;
  if (*word)
    return false;
  const uint64_t days = days_of(numbers[0], numbers[1], numbers[2]);
  *ns = (((days * 24 + numbers[3]) * 60 + numbers[4]) * 60 + numbers[5]) * 1000000000 + numbers[6];
  return true;
}

// elapsed=12.3ms, as sp_text_elapsed() writes it.
static bool take_elapsed(char **at, uint64_t *ns) {
  static const struct {
    const char *unit;
    unsigned digits;
    uint64_t ns, fraction_ns;
  } units[] = {{"ns", 0, 1, 0}, {"us", 1, 1000, 100}, {"ms", 1, 1000000, 100000}, {"s", 3, 1000000000, 1000000}};
  char *word = take_word(at, "elapsed");
  if (!word)
    return false;
  *ns = 0;
  if (strcmp(word, "-") == 0)
    return true;
  const char *rest = word + strspn(word, "0123456789");
  uint64_t fraction = 0;
  const char *point = *rest == '.' ? rest++ : NULL;
  const unsigned digits = (unsigned)strspn(rest, "0123456789");
  if (!isdigit((unsigned char)*word) || rest - word > 12 ||
      (point && (digits > 3 || !take_digits(&rest, digits, &fraction))))
    return false;
  for (size_t i = 0; i < sizeof units / sizeof *units; i++)
    if (strcmp(rest, units[i].unit) == 0 && digits == units[i].digits) {
      *ns = strtoull(word, NULL, 10) * units[i].ns + fraction * units[i].fraction_ns;
      return true;
    }
  return false;
}

// "-" stands for what is not known.
static bool take_text(char **at, const char *key, const char **text) {
  char *word = take_word(at, key);
  if (!word || !unescape(word))
    return false;
  *text = strcmp(word, "-") == 0 ? NULL : word;
  return true;
}

// def=FILE:LINE
static bool take_definition(char **at, struct reader_record *record) {
  const char *word;
  uint64_t line;
  if (!take_text(at, "def", &word))
    return false;
  char *colon = word ? strrchr(word, ':') : NULL;
  if (colon && parse_number(colon + 1, UINT32_MAX, &line)) {
    *colon = 0;
    record->text.def_file = word;
    record->text.def_line = (uint32_t)line;
  }
  return true;
}

static bool take_end(char *at, struct reader_record *record) {
  uint64_t column;
  while (strncmp(at, "snippet=", 8) != 0) {
    if (take_number(&at, "col", UINT32_MAX, &column)) {
      record->text.column = (uint32_t)column;
      continue;
    }
    if (take_definition(&at, record))
      continue;
    char *space = strchr(at, ' ');
    if (!space)
      return false;
    at = space + 1;
  }
  at += 8;
  if (!unescape(at))
    return false;
  record->text.snippet = strcmp(at, "-") == 0 ? NULL : at;
  return true;
}

bool reader_text_parse(char *line, struct reader_record *record) {
  uint64_t pid;
  uint64_t tid;
  uint64_t number;
  uint64_t macro;
  *record = (struct reader_record){0};
  if (!take_number(&line, "pid", INT_MAX, &pid) || !take_number(&line, "tid", INT_MAX, &tid) ||
      !take_number(&line, "seq", UINT64_MAX, &record->text.seq) || !take_time(&line, &record->text.realtime_ns) ||
      !take_elapsed(&line, &record->text.elapsed_ns) || !take_text(&line, "file", &record->text.file) ||
      !take_number(&line, "line", UINT32_MAX, &number) || !take_text(&line, "func", &record->text.function) ||
      !take_number(&line, "macro", UINT_MAX, &macro))
    return false;
  record->text.pid = (int)pid;
  record->text.tid = (int)tid;
  record->text.line = (uint32_t)number;
  record->text.macro = (unsigned)macro;
  return take_end(line, record);
}

bool reader_text_last(const struct reader_run *run, int tid, char line[SP_RECORD_TEXT_MAX],
                      struct reader_record *record) {
  FILE *file = reader_text_open(run, tid, 1, NULL);
  if (!file)
    return false;
  const char *got = fgets(line, SP_RECORD_TEXT_MAX, file);
  fclose(file);
  char *newline = got ? strchr(line, '\n') : NULL;
  if (!newline)
    return false;
  *newline = 0;
  return reader_text_parse(line, record);
}
