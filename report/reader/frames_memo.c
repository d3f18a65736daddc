// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What was asked of sites, kept: a history has millions of statements, of some thousands of sites.

#include "calls.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_SITES 1024u // powers of 2
#define NAMES 4096u
#define MOST_LOOKED 4096u

struct reader_frames_name {
  uint32_t value; // 0: free
  uint32_t function;
  unsigned count;
};

// Multiplicative hashing (Knuth, The Art of Computer Programming, volume 3, 6.4).
static size_t slot_of(uint64_t key, size_t room) {
  return (size_t)((key * UINT64_C(0x9e3779b97f4a7c15)) >> 32) & (room - 1);
}

static struct reader_frames_site *find(struct reader_frames_site *sites, size_t room, uint32_t value) {
  size_t i = slot_of(value, room);
  while (sites[i].value && sites[i].value != value)
    i = (i + 1) & (room - 1);
  return &sites[i];
}

static bool make_room(struct reader_frames *frames) {
  const size_t room = frames->site_room ? frames->site_room * 2 : FIRST_SITES;
  struct reader_frames_site *sites = calloc(room, sizeof *sites);
  if (!sites)
    return false;
  for (size_t i = 0; i < frames->site_room; i++)
    if (frames->sites[i].value)
      *find(sites, room, frames->sites[i].value) = frames->sites[i];
  free(frames->sites);
  frames->sites = sites;
  frames->site_room = room;
  return true;
}

// What is behind a loop has its condition as the only statement before, unless there is a `break`; and comes after the
// body, whose first statement is the next one.
static uint32_t find_loop_end(const struct reader_frames *frames, uint32_t value) {
  struct reader_facts facts;
  for (uint32_t ahead = 1; ahead < MOST_LOOKED; ahead++) {
    if (!reader_sites_facts(&frames->run->sites, value + ahead, &facts) || facts.function != value)
      return 0;
    if (ahead > 1 && facts.before == value)
      return value + ahead;
  }
  return 0;
}

const struct reader_frames_site *reader_frames_site(struct reader_frames *frames, uint32_t value) {
  struct reader_site words;
  if (frames->site_room <= frames->site_count * 2 && !make_room(frames))
    return NULL;
  struct reader_frames_site *site = find(frames->sites, frames->site_room, value);
  if (site->value)
    return site;
  site->value = value;
  frames->site_count++;
  site->is_there = reader_sites_facts(&frames->run->sites, value, &site->facts);
  if (site->is_there && reader_sites_find(&frames->run->sites, value, &words)) {
    site->is_condition = words.kind == SP_KIND_CONDITION;
    if (site->is_condition && site->facts.function == value)
      site->loop_end = find_loop_end(frames, value);
    site->is_operand = words.kind == SP_KIND_BRANCH;
    site->is_enter = words.kind == SP_KIND_ENTER;
    site->is_switch = strncmp(words.snippet, "switch", strlen("switch")) == 0;
  }
  return site;
}

bool reader_frames_facts(struct reader_frames *frames, uint32_t value, struct reader_facts *facts) {
  const struct reader_frames_site *site = value == READER_LOST ? NULL : reader_frames_site(frames, value);
  if (!site || !site->is_there)
    return false;
  *facts = site->facts;
  return true;
}

static bool is_of_word(char c) { return isalnum((unsigned char)c) || c == '_'; }

static unsigned count_word(const char *text, const char *word) {
  const size_t length = strlen(word);
  unsigned count = 0;
  for (const char *at = text; length && (at = strstr(at, word)); at += length)
    count += (at == text || !is_of_word(at[-1])) && !is_of_word(at[length]);
  return count;
}

static bool is_keyword(const char *begin, const char *end) {
  static const char *const others[] = {"if", "while", "for", "switch", "return", "sizeof", "do"};
  for (size_t i = 0; i < sizeof others / sizeof *others; i++)
    if ((size_t)(end - begin) == strlen(others[i]) && strncmp(begin, others[i], strlen(others[i])) == 0)
      return true;
  return false;
}

static bool is_member(const char *text, const char *begin) {
  return begin > text && (begin[-1] == '.' || (begin[-1] == '>' && begin - 1 > text && begin[-2] == '-'));
}

// As macros mostly are written.
static bool is_capital(const char *begin, const char *end) {
  for (const char *c = begin; c < end; c++)
    if (islower((unsigned char)*c))
      return false;
  return true;
}

// Whether an expression like (*f) or f[n] ends here; a type in parentheses is none.
static bool is_pointer(const char *text, const char *end) {
  if (end == text || end[-1] != ')')
    return end > text && end[-1] == ']';
  unsigned depth = 0;
  for (const char *c = end; c > text;) {
    depth += *--c == ')';
    if (*c == '(' && --depth == 0)
      return c[1] == '*';
  }
  return false;
}

// What has an opening parenthesis behind it and looks like a function; kind: READER_..._CALLS.
static unsigned count_calls(const char *text, uint32_t kind) {
  unsigned count = 0;
  for (const char *open = strchr(text, '('); open; open = strchr(open + 1, '(')) {
    const char *end = open;
    while (end > text && end[-1] == ' ')
      end--;
    const char *begin = end;
    while (begin > text && is_of_word(begin[-1]))
      begin--;
    if (begin == end)
      count += is_pointer(text, end);
    else if (!is_keyword(begin, end))
      count +=
          kind == READER_ANY_CALLS || is_member(text, begin) || (kind == READER_OPAQUE_CALLS && is_capital(begin, end));
  }
  return count;
}

unsigned reader_names(struct reader_frames *frames, uint32_t value, uint32_t function) {
  struct reader_site statement, entry;
  if (!frames->names && !(frames->names = calloc(NAMES, sizeof *frames->names)))
    return 0;
  struct reader_frames_name *name = &frames->names[slot_of((uint64_t)value << 32 | function, NAMES)];
  if (name->value == value && name->function == function)
    return name->count;
  *name = (struct reader_frames_name){.value = value, .function = function};
  if (!reader_sites_find(&frames->run->sites, value, &statement))
    return 0;
  if (function <= READER_OPAQUE_CALLS)
    name->count = count_calls(statement.snippet, function);
  else if (reader_sites_find(&frames->run->sites, function, &entry))
    name->count = count_word(statement.snippet, entry.function);
  return name->count;
}
