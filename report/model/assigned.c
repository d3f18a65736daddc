// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Reads a statement's text as tokens; what it does not understand counts for nothing.

#include "assigned.h"

#include <ctype.h>
#include <string.h>

static bool is_word(char c) { return isalnum((unsigned char)c) || c == '_'; }

static const char *skip_spaces(const char *at) {
  while (*at == ' ')
    at++;
  return at;
}

// The last character before `at` that is no space, and its place; '\0' at the beginning.
static char before(const char *text, const char *at, const char **place) {
  while (at > text && at[-1] == ' ')
    at--;
  *place = at > text ? at - 1 : at;
  return at > text ? at[-1] : '\0';
}

// Behind a literal or comment that begins here, else the same place.
static const char *skip_literal(const char *at) {
  const char quote = *at;
  if (at[0] == '/' && at[1] == '*') {
    const char *end = strstr(at + 2, "*/");
    return end ? end + 2 : at + strlen(at);
  }
  if (quote != '"' && quote != '\'')
    return at;
  for (at++; *at && *at != quote; at++)
    at += *at == '\\' && at[1];
  return *at ? at + 1 : at;
}

// The next identifier from *at on. Returns false if there is none.
static bool next_name(const char **at, struct assigned_name *name) {
  while (**at) {
    const char *behind = skip_literal(*at);
    if (behind > *at) {
      *at = behind;
      continue;
    }
    if (!is_word(**at)) {
      ++*at;
      continue;
    }
    const char *begin = *at;
    while (is_word(**at))
      ++*at;
    *name = (struct assigned_name){begin, (size_t)(*at - begin)};
    if (!isdigit((unsigned char)*begin))
      return true;
    while (**at == '.' || is_word(**at)) // of a number with a fraction
      ++*at;
  }
  return false;
}

static bool is_equal(struct assigned_name a, struct assigned_name b) {
  return a.length == b.length && memcmp(a.begin, b.begin, a.length) == 0;
}

static bool is_keyword(struct assigned_name name) {
  static const char *const words[] = {
      "auto",     "bool",     "break",  "case",     "char",   "const",  "continue", "default", "do",      "double",
      "else",     "enum",     "extern", "float",    "for",    "goto",   "if",       "inline",  "int",     "long",
      "register", "restrict", "return", "short",    "signed", "sizeof", "static",   "struct",  "switch",  "typedef",
      "union",    "unsigned", "void",   "volatile", "while",  "NULL",   "true",     "false",   "nullptr",
  };
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (is_equal(name, (struct assigned_name){words[i], strlen(words[i])}))
      return true;
  return false;
}

static bool is_member(const char *text, const char *begin) {
  const char *place;
  const char c = before(text, begin, &place);
  return c == '.' || (c == '>' && place > text && place[-1] == '-');
}

// Behind the brackets that begin here; NULL if they do not end.
static const char *skip_brackets(const char *at) {
  unsigned depth = 0;
  for (; *at; at++) {
    const char *behind = skip_literal(at);
    if (behind > at)
      at = behind - 1;
    depth += *at == '[' || *at == '(';
    if ((*at == ']' || *at == ')') && --depth == 0)
      return at + 1;
  }
  return NULL;
}

// Behind the subscripts and members of what ends here; NULL if that is not certain.
static const char *skip_parts(const char *at, bool *has_parts) {
  *has_parts = false;
  for (;;) {
    at = skip_spaces(at);
    const bool is_arrow = at[0] == '-' && at[1] == '>';
    if (*at == '[') {
      if (!(at = skip_brackets(at)))
        return NULL;
    } else if (is_arrow || (*at == '.' && at[1] != '.')) {
      at = skip_spaces(at + 1 + is_arrow);
      if (!is_word(*at))
        return NULL;
      while (is_word(*at))
        at++;
    } else {
      return at;
    }
    *has_parts = true;
  }
}

static bool is_plain_assignment(const char *at) { return at[0] == '=' && at[1] != '='; }

static bool is_assignment(const char *at) {
  if (is_plain_assignment(at) || strncmp(at, "++", 2) == 0 || strncmp(at, "--", 2) == 0)
    return true;
  if (*at && strchr("+-*/%&|^", *at))
    return at[1] == '=';
  return strncmp(at, "<<=", 3) == 0 || strncmp(at, ">>=", 3) == 0;
}

static bool has_step_before(const char *text, const char *begin) {
  const char *place;
  const char c = before(text, begin, &place);
  return (c == '+' || c == '-') && place > text && place[-1] == c;
}

// Whether it is a declaration: a type's name and another word, or stars, begin it.
static bool is_declaration(const char *text) {
  struct assigned_name first;
  const char *at = text;
  if (!next_name(&at, &first) || first.begin != text || is_equal(first, (struct assigned_name){"return", 6}))
    return false;
  at = skip_spaces(at);
  return is_word(*at) || *at == '*';
}

// Whether a '*' right before the name takes what it points to; in a declaration or a product it does not.
static bool is_behind_star(const char *text, const char *begin) {
  const char *place, *further;
  if (before(text, begin, &place) != '*')
    return false;
  const char c = before(text, place, &further);
  return c == '\0' || (c == ',' ? !is_declaration(text) : strchr("(*=;&|!{", c) != NULL);
}

// Whether its address is an argument: `f(&x)`, `f(a, &x)`.
static bool is_address_argument(const char *text, const char *begin) {
  const char *place, *further;
  if (before(text, begin, &place) != '&')
    return false;
  const char c = before(text, place, &further);
  if (c != '(' && c != ',')
    return false;
  if (c == ',')
    return strchr(text, '(') && strchr(text, '(') < further;
  return further > text && is_word(further[-1]) && strncmp(text, "if", 2) != 0 && strncmp(text, "while", 5) != 0;
}

size_t assigned_names_used(const char *text, struct assigned_name *names, size_t most) {
  struct assigned_name name;
  size_t count = 0;
  for (const char *at = text; count < most && next_name(&at, &name);) {
    const char *next = skip_spaces(at);
    if (*next == '(' || is_word(*next) || is_keyword(name) || is_member(text, name.begin))
      continue; // a function, a type, a member
    if (is_plain_assignment(next) && !is_behind_star(text, name.begin))
      continue; // it gets its value here
    size_t known = 0;
    while (known < count && !is_equal(names[known], name))
      known++;
    if (known == count)
      names[count++] = name;
  }
  return count;
}

// Where what is executed for certain ends: of `for` the beginning is, and the right sides of && and the like are not.
static size_t certain_length(const char *text) {
  size_t length = strlen(text);
  const char *ends[] = {strstr(text, "&&"), strstr(text, "||"), strchr(text, '?'), strstr(text, "({"),
                        strncmp(text, "for", 3) == 0 && !is_word(text[3]) ? strchr(text, ';') : NULL};
  for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
    if (ends[i] && (size_t)(ends[i] - text) < length)
      length = (size_t)(ends[i] - text);
  return length;
}

enum assigned_how assigned_how(const char *text, struct assigned_name wanted) {
  const char *const end = text + certain_length(text);
  enum assigned_how how = ASSIGNED_NOT;
  struct assigned_name name;
  for (const char *at = text; next_name(&at, &name) && name.begin < end;) {
    bool has_parts;
    if (!is_equal(name, wanted) || is_member(text, name.begin))
      continue;
    const char *behind = skip_parts(at, &has_parts);
    if (behind && behind <= end && (is_assignment(behind) || has_step_before(text, name.begin))) {
      const bool is_step = strncmp(behind, "++", 2) == 0 || strncmp(behind, "--", 2) == 0; // binds closer than a star
      const bool is_part = has_parts || (!is_step && is_behind_star(text, name.begin));
      if (!is_part)
        return ASSIGNED_VALUE;
      how = ASSIGNED_PART;
    } else if (how == ASSIGNED_NOT && is_address_argument(text, name.begin)) {
      how = ASSIGNED_ADDRESS;
    }
  }
  return how;
}
