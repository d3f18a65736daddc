// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Globs, and the characters in brackets that they share with regular expressions.
#include "match.h"

#include <stddef.h>
#include <string.h>

static bool is_upper(unsigned c) { return c >= 'A' && c <= 'Z'; }
static bool is_lower(unsigned c) { return c >= 'a' && c <= 'z'; }
static bool is_digit(unsigned c) { return c >= '0' && c <= '9'; }
static bool is_alpha(unsigned c) { return is_upper(c) || is_lower(c); }
static bool is_alnum(unsigned c) { return is_alpha(c) || is_digit(c); }
static bool is_blank(unsigned c) { return c == ' ' || c == '\t'; }
static bool is_space(unsigned c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
static bool is_cntrl(unsigned c) { return c < ' ' || c == 127; }
static bool is_print(unsigned c) { return c >= ' ' && c < 127; }
static bool is_graph(unsigned c) { return c > ' ' && c < 127; }
static bool is_punct(unsigned c) { return is_graph(c) && !is_alnum(c); }
static bool is_xdigit(unsigned c) { return is_digit(c) || (c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f'); }

// As in the C locale.
static const struct {
  const char *name;
  bool (*has)(unsigned c);
} classes[] = {{"alpha", is_alpha}, {"digit", is_digit}, {"alnum", is_alnum}, {"upper", is_upper},
               {"lower", is_lower}, {"space", is_space}, {"blank", is_blank}, {"punct", is_punct},
               {"print", is_print}, {"graph", is_graph}, {"cntrl", is_cntrl}, {"xdigit", is_xdigit}};

static void add(uint32_t set[SP_SET_WORDS], unsigned byte) { set[byte / 32] |= 1u << byte % 32; }

// Adds the class whose name begins at text. Returns what stands behind the closing `:]`, or NULL.
static const char *add_class(const char *text, uint32_t set[SP_SET_WORDS]) {
  for (size_t i = 0; i < sizeof classes / sizeof *classes; i++) {
    size_t length = strlen(classes[i].name);
    if (strncmp(text, classes[i].name, length) != 0 || text[length] != ':' || text[length + 1] != ']')
      continue;
    for (unsigned byte = 1; byte < 256; byte++)
      if (classes[i].has(byte))
        add(set, byte);
    return text + length + 2;
  }
  return NULL;
}

const char *sp_set_parse(const char *text, const char *negations, uint32_t set[SP_SET_WORDS]) {
  bool is_negated = *text && strchr(negations, *text);
  memset(set, 0, SP_SET_WORDS * sizeof *set);
  if (is_negated)
    text++;
  for (bool is_first = true; is_first || *text != ']'; is_first = false) {
    if (!*text)
      return NULL;
    if (*text == '[' && text[1] == ':') {
      if (!(text = add_class(text + 2, set)))
        return NULL;
      continue;
    }
    if (*text == '[' && (text[1] == '.' || text[1] == '='))
      return NULL;
    unsigned first = (unsigned char)*text++, last = first;
    if (*text == '-' && text[1] && text[1] != ']') {
      last = (unsigned char)text[1];
      if (last < first || (last == '[' && text[2] && strchr(".:=", text[2])))
        return NULL;
      text += 2;
    }
    for (unsigned byte = first; byte <= last; byte++)
      add(set, byte);
  }
  for (unsigned i = 0; is_negated && i < SP_SET_WORDS; i++)
    set[i] = ~set[i];
  return text + 1;
}

bool sp_glob_is_one(const char *word) { return word[strcspn(word, "*?[")] != '\0'; }

// What stands behind the glob's first element, or NULL if that is not sound.
static const char *skip_element(const char *glob) {
  uint32_t set[SP_SET_WORDS];
  if (*glob == '[')
    return sp_set_parse(glob + 1, "!^", set);
  if (*glob == '\\')
    return glob[1] ? glob + 2 : NULL;
  return glob + 1;
}

bool sp_glob_is_sound(const char *glob) {
  while (glob && *glob)
    glob = skip_element(glob);
  return glob;
}

// Whether the first element, which is no star, stands for the byte.
static bool element_matches(const char *glob, unsigned char byte) {
  uint32_t set[SP_SET_WORDS];
  if (*glob == '?')
    return true;
  if (*glob == '[')
    return sp_set_parse(glob + 1, "!^", set) && sp_set_has(set, byte);
  return (unsigned char)(*glob == '\\' ? glob[1] : *glob) == byte;
}

// Only the last star that was met may have to take one more byte: what is before it has matched as early as it can.
bool sp_glob_matches(const char *glob, const char *text) {
  const char *after_star = NULL, *taken = NULL;
  while (*text) {
    if (*glob == '*') {
      after_star = ++glob;
      taken = text;
    } else if (*glob && element_matches(glob, (unsigned char)*text)) {
      glob = skip_element(glob);
      text++;
    } else if (after_star) {
      glob = after_star;
      text = ++taken;
    } else {
      return false;
    }
  }
  while (*glob == '*')
    glob++;
  return !*glob;
}
