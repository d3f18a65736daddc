// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Regular expressions as programs of small nodes; all ways through a program are followed at once (Ken Thompson,
// "Regular Expression Search Algorithm", 1968), so that no expression takes exponential time. A node's jump is
// relative: a part of a program can be moved and repeated as it is.
#include "match.h"

#include <stddef.h>
#include <string.h>

#define DEEPEST 32       // parentheses in each other
#define MOST_REPEATS 255 // in braces, as POSIX grants
#define NO_END (-1)

enum kind {
  BYTE,  // takes the byte `argument`
  ANY,   // takes any byte
  SET,   // takes a byte of the set `argument`
  START, // goes on at the start of the text
  END,   // goes on at its end
  JUMP,  // goes on at `jump`
  SPLIT, // goes on behind itself, and at `jump`
  FOUND, //
};

struct compiler {
  struct sp_regex *regex;
  const char *at;
  const char *error; // the first one
  int depth;
};

static void fail(struct compiler *c, const char *error) {
  if (!c->error)
    c->error = error;
}

static void emit(struct compiler *c, enum kind kind, unsigned argument, int jump) {
  if (c->regex->node_count == SP_REGEX_NODES)
    return fail(c, "it is too long");
  c->regex->nodes[c->regex->node_count++] = (struct sp_regex_node){(uint8_t)kind, (uint8_t)argument, (int16_t)jump};
}

// Makes room for one node before a part of the program that ends where the program does.
static void insert(struct compiler *c, unsigned place, enum kind kind, int jump) {
  unsigned moved = c->regex->node_count - place;
  emit(c, kind, 0, jump);
  if (c->error)
    return;
  struct sp_regex_node *nodes = c->regex->nodes + place, node = nodes[moved];
  memmove(nodes + 1, nodes, moved * sizeof *nodes);
  nodes[0] = node;
}

static void append_copy(struct compiler *c, unsigned from, unsigned length) {
  if (c->regex->node_count + length > SP_REGEX_NODES)
    return fail(c, "it is too long");
  memcpy(c->regex->nodes + c->regex->node_count, c->regex->nodes + from, length * sizeof *c->regex->nodes);
  c->regex->node_count = (uint16_t)(c->regex->node_count + length);
}

static void star(struct compiler *c, unsigned start) {
  int length = c->regex->node_count - (int)start;
  insert(c, start, SPLIT, length + 2);
  emit(c, JUMP, 0, -(length + 1));
}

// The part from start on, at least `least` times, at most `most` times.
static void repeat(struct compiler *c, unsigned start, int least, int most) {
  int length = c->regex->node_count - (int)start;
  if (most == 0) {
    c->regex->node_count = (uint16_t)start;
    return;
  }
  if (least == 0 && most == NO_END)
    return star(c, start);
  for (int i = 1; i < least && !c->error; i++)
    append_copy(c, start, (unsigned)length);
  if (most == NO_END)
    return emit(c, SPLIT, 0, -length);
  // The others can be left out, all those that follow with them.
  unsigned first = least ? c->regex->node_count : start, source = least ? start : start + 1;
  if (least == 0)
    insert(c, start, SPLIT, 0);
  for (int i = least ? least : 1; i < most && !c->error; i++) {
    emit(c, SPLIT, 0, 0);
    append_copy(c, source, (unsigned)length);
  }
  for (unsigned at = first; !c->error && at < c->regex->node_count; at += (unsigned)length + 1)
    c->regex->nodes[at].jump = (int16_t)(c->regex->node_count - (int)at);
}

static int number(struct compiler *c) {
  int value = 0;
  for (; *c->at >= '0' && *c->at <= '9'; c->at++)
    value = value <= MOST_REPEATS ? value * 10 + (*c->at - '0') : value;
  return value;
}

// {3}, {3,} or {3,5}, behind its opening brace.
static void braces(struct compiler *c, unsigned start) {
  static const char wrong[] = "what is in { } is no number of times up to 255";
  if (*c->at < '0' || *c->at > '9')
    return fail(c, wrong);
  int least = number(c), most = least;
  if (*c->at == ',') {
    c->at++;
    most = *c->at == '}' ? NO_END : number(c);
  }
  if (*c->at != '}' || least > MOST_REPEATS || most > MOST_REPEATS || (most != NO_END && most < least))
    return fail(c, wrong);
  c->at++;
  repeat(c, start, least, most);
}

static void repetitions(struct compiler *c, unsigned start) {
  while (!c->error && *c->at && strchr("*+?{", *c->at)) {
    char sign = *c->at++;
    if (sign == '{')
      braces(c, start);
    else
      repeat(c, start, sign == '+', sign == '?' ? 1 : NO_END);
  }
}

static void set(struct compiler *c) {
  struct sp_regex *regex = c->regex;
  if (regex->set_count == SP_REGEX_SETS)
    return fail(c, "it has too many [ ]");
  c->at = sp_set_parse(c->at, "^", regex->sets[regex->set_count]);
  if (!c->at)
    return fail(c, "a [ has no ], or what it holds makes no sense");
  emit(c, SET, regex->set_count++, 0);
}

static void escaped(struct compiler *c) {
  unsigned char byte = (unsigned char)*c->at;
  bool is_word = (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z');
  if (!byte || is_word)
    return fail(c, "a \\ stands at the end, or before a letter or a digit");
  c->at++;
  emit(c, BYTE, byte, 0);
}

static void alternatives(struct compiler *c);

static void parenthesis(struct compiler *c) {
  if (++c->depth > DEEPEST)
    return fail(c, "it has too many ( in each other");
  alternatives(c);
  if (*c->at != ')')
    return fail(c, "a ( has no )");
  c->at++;
  c->depth--;
}

static void atom(struct compiler *c) {
  char sign = *c->at++;
  switch (sign) {
  case '(':
    return parenthesis(c);
  case '[':
    return set(c);
  case '\\':
    return escaped(c);
  case '.':
    return emit(c, ANY, 0, 0);
  case '^':
    return emit(c, START, 0, 0);
  case '$':
    return emit(c, END, 0, 0);
  case ')':
    return fail(c, "a ) has no (");
  case '*':
  case '+':
  case '?':
  case '{':
    return fail(c, "a * + ? or { has nothing to repeat");
  default:
    return emit(c, BYTE, (unsigned char)sign, 0);
  }
}

static void branch(struct compiler *c) {
  while (!c->error && *c->at && *c->at != '|' && !(*c->at == ')' && c->depth)) {
    unsigned start = c->regex->node_count;
    atom(c);
    repetitions(c, start);
  }
}

// a|b|c is SPLIT a JUMP SPLIT b JUMP c. Until the end is known, each JUMP holds the way back to the one before.
static void alternatives(struct compiler *c) {
  unsigned start = c->regex->node_count, before = 0;
  bool is_any = false;
  branch(c);
  while (!c->error && *c->at == '|') {
    c->at++;
    unsigned jump = c->regex->node_count + 1u;
    insert(c, start, SPLIT, (int)(jump + 1 - start));
    emit(c, JUMP, 0, is_any ? (int)before - (int)jump : 0);
    before = jump;
    is_any = true;
    start = c->regex->node_count;
    branch(c);
  }
  while (is_any && !c->error) {
    struct sp_regex_node *node = c->regex->nodes + before;
    int back = node->jump;
    node->jump = (int16_t)(c->regex->node_count - (int)before);
    before += (unsigned)back;
    is_any = back != 0;
  }
}

const char *sp_regex_compile(struct sp_regex *regex, const char *pattern) {
  struct compiler c = {.regex = regex, .at = pattern};
  regex->node_count = regex->set_count = 0;
  alternatives(&c);
  emit(&c, FOUND, 0, 0);
  return c.error;
}

// A set of nodes.
struct places {
  uint64_t bits[SP_REGEX_NODES / 64];
};

static void put(struct places *places, unsigned node) { places->bits[node / 64] |= UINT64_C(1) << node % 64; }

// Takes out one node that is not in done, and puts it there. Returns -1 if there is none.
static int take(struct places *places, struct places *done, unsigned words) {
  for (unsigned i = 0; i < words; i++) {
    uint64_t left = places->bits[i] & ~done->bits[i];
    if (!left)
      continue;
    done->bits[i] |= left & -left;
    return (int)(i * 64) + __builtin_ctzll(left);
  }
  return -1;
}

// Adds what can be reached without taking a byte. Returns whether FOUND is.
static bool spread(const struct sp_regex *regex, struct places *now, bool at_start, bool at_end) {
  struct places reached = {0};
  for (int i; (i = take(now, &reached, (regex->node_count + 63u) / 64)) >= 0;) {
    const struct sp_regex_node *node = regex->nodes + i;
    if (node->kind == FOUND)
      return true;
    if (node->kind == SPLIT || (node->kind == START && at_start) || (node->kind == END && at_end))
      put(now, (unsigned)i + 1);
    if (node->kind == SPLIT || node->kind == JUMP)
      put(now, (unsigned)(i + node->jump));
  }
  return false;
}

static bool takes(const struct sp_regex *regex, const struct sp_regex_node *node, unsigned char byte) {
  return node->kind == ANY || (node->kind == BYTE && node->argument == byte) ||
         (node->kind == SET && sp_set_has(regex->sets[node->argument], byte));
}

bool sp_regex_matches(const struct sp_regex *regex, const char *text) {
  struct places now = {0};
  for (const char *at = text;; at++) {
    put(&now, 0); // a match may begin anywhere
    if (spread(regex, &now, at == text, !*at))
      return true;
    if (!*at)
      return false;
    struct places next = {0}, done = {0};
    for (int i; (i = take(&now, &done, (regex->node_count + 63u) / 64)) >= 0;)
      if (takes(regex, regex->nodes + i, (unsigned char)*at))
        put(&next, (unsigned)i + 1);
    now = next;
  }
}
