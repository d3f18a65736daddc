// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Recognises the statement of a line by its bytes, and parses only the numbers.

#define _GNU_SOURCE

#include "text_quick.h"

#include "text.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#define SITES 4096u // a power of 2

// What a line has behind its times, from "file=" to its end, newline included.
struct reader_text_site {
  char *bytes; // owned; NULL: none is here
  size_t count;
  char *line;                  // owned; that the record borrows
  struct reader_record record; // of a line that ended so
};

// The bytes of a line that are still to be read.
struct rest {
  const char *at;
  const char *end;
};

static bool take(struct rest *rest, const char *word, size_t bytes) {
  if ((size_t)(rest->end - rest->at) < bytes || memcmp(rest->at, word, bytes) != 0)
    return false;
  rest->at += bytes;
  return true;
}
#define TAKE(rest, literal) take(rest, literal, sizeof(literal) - 1)

// Up to 19 digits.
static bool take_number(struct rest *rest, uint64_t max, uint64_t *number) {
  const char *begin = rest->at;
  *number = 0;
  while (rest->at < rest->end && (unsigned)(*rest->at - '0') < 10)
    *number = *number * 10 + (uint64_t)(*rest->at++ - '0');
  return rest->at > begin && rest->at - begin < 20 && *number <= max;
}

// Takes ts= and elapsed=, if the time is of the same minute as the one before.
static bool take_times(const struct reader_text_quick *quick, struct rest *rest, struct sp_record_text *text) {
  uint64_t seconds, fraction, whole, part = 0;
  if (!TAKE(rest, " ts=") || !quick->minute[0] || !take(rest, quick->minute, sizeof quick->minute) ||
      !take_number(rest, 59, &seconds) || !TAKE(rest, "."))
    return false;
  const char *digits = rest->at;
  if (!take_number(rest, 999999999, &fraction) || rest->at - digits != 9 || !TAKE(rest, "Z elapsed=") ||
      !take_number(rest, UINT32_MAX, &whole))
    return false;
  text->realtime_ns = quick->minute_ns + seconds * 1000000000 + fraction;
  const char *point = rest->at;
  if (TAKE(rest, ".") && !take_number(rest, 999, &part))
    return false;
  const ptrdiff_t places = rest->at - point; // the point and the digits behind it
  if (places == 2 && TAKE(rest, "us"))
    text->elapsed_ns = whole * 1000 + part * 100;
  else if (places == 2 && TAKE(rest, "ms"))
    text->elapsed_ns = whole * 1000000 + part * 100000;
  else if (places == 4 && TAKE(rest, "s"))
    text->elapsed_ns = whole * 1000000000 + part * 1000000;
  else
    return false; // the first microsecond of a run, or nothing that is known
  return true;
}

static size_t place_of(const struct rest *rest) {
  uint64_t hash = (uint64_t)(rest->end - rest->at), word;
  for (const char *p = rest->at; rest->end - p >= (ptrdiff_t)sizeof word; p += sizeof word) {
    memcpy(&word, p, sizeof word);
    hash = (hash ^ word) * UINT64_C(0x9e3779b97f4a7c15);
    hash ^= hash >> 32;
  }
  return hash & (SITES - 1);
}

static void forget(struct reader_text_site *site) {
  free(site->bytes);
  free(site->line);
  *site = (struct reader_text_site){0};
}

// Takes the whole line apart, and keeps its end.
static bool parse_slowly(struct reader_text_quick *quick, const char *line, size_t bytes,
                         struct reader_record *record) {
  const char *site_bytes = memmem(line, bytes, " file=", 6), *time = memmem(line, bytes, " ts=", 4);
  if (!site_bytes || memchr(line, 0, bytes))
    return false;
  const struct rest rest = {site_bytes + 1, line + bytes};
  struct reader_text_site *site = &quick->sites[place_of(&rest)];
  forget(site);
  site->line = strndup(line, bytes - 1);
  site->count = (size_t)(rest.end - rest.at);
  site->bytes = malloc(site->count);
  if (!site->line || !site->bytes || !reader_text_parse(site->line, &site->record)) {
    forget(site);
    return false;
  }
  memcpy(site->bytes, rest.at, site->count);
  *record = site->record;
  if (time && record->text.realtime_ns) {
    memcpy(quick->minute, time + 4, sizeof quick->minute);
    quick->minute_ns = record->text.realtime_ns - record->text.realtime_ns % UINT64_C(60000000000);
  }
  return true;
}

bool reader_text_quick_parse(struct reader_text_quick *quick, const char *line, size_t bytes,
                             struct reader_record *record) {
  struct rest rest = {line, line + bytes};
  struct sp_record_text text = {0};
  uint64_t pid, tid;
  if (!quick->sites)
    quick->sites = calloc(SITES, sizeof *quick->sites);
  if (!quick->sites)
    return false;
  if (!TAKE(&rest, "pid=") || !take_number(&rest, INT_MAX, &pid) || !TAKE(&rest, " tid=") ||
      !take_number(&rest, INT_MAX, &tid) || !TAKE(&rest, " seq=") || !take_number(&rest, INT64_MAX, &text.seq) ||
      !take_times(quick, &rest, &text) || !TAKE(&rest, " "))
    return parse_slowly(quick, line, bytes, record);
  const struct reader_text_site *site = &quick->sites[place_of(&rest)];
  if (!site->bytes || site->count != (size_t)(rest.end - rest.at) || memcmp(site->bytes, rest.at, site->count) != 0)
    return parse_slowly(quick, line, bytes, record);
  *record = site->record;
  record->text.pid = (int)pid;
  record->text.tid = (int)tid;
  record->text.seq = text.seq;
  record->text.realtime_ns = text.realtime_ns;
  record->text.elapsed_ns = text.elapsed_ns;
  return true;
}

void reader_text_quick_free(struct reader_text_quick *quick) {
  for (size_t i = 0; quick->sites && i < SITES; i++)
    forget(&quick->sites[i]);
  free(quick->sites);
  *quick = (struct reader_text_quick){0};
}
