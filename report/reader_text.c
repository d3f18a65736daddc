// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#define _GNU_SOURCE

#include "reader_text.h"

#include "reader_parts.h"

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
      !take_number(&line, "seq", UINT64_MAX, &record->text.seq) || !take_text(&line, "ts", &record->time) ||
      !take_text(&line, "elapsed", &record->elapsed) || !take_text(&line, "file", &record->text.file) ||
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
  FILE *file = reader_text_open(run, tid, 1);
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
