// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Globs and regular expressions for the filters. libc's regcomp(), regexec() and fnmatch() allocate, and a filter may
// be asked inside a signal handler or an allocator; nothing here does: all of it is async-signal-safe and keeps errno.
// Texts are bytes, whatever the locale.
#ifndef SOURCEPRINT_RUNTIME_MATCH_H
#define SOURCEPRINT_RUNTIME_MATCH_H

#include <stdbool.h>
#include <stdint.h>

#define SP_SET_WORDS 8u // 256 bits, one a byte's value

// Reads the characters in brackets; text stands behind the `[`. Fills set, and returns what stands behind the `]`; NULL
// if there is none, or if a class or a range makes no sense. negations: the characters that may stand first to mean all
// others.
const char *sp_set_parse(const char *text, const char *negations, uint32_t set[SP_SET_WORDS]);

static inline bool sp_set_has(const uint32_t set[SP_SET_WORDS], unsigned char byte) {
  return set[byte / 32] >> byte % 32 & 1;
}

// Whether the glob is well formed: each `[` has its `]`.
bool sp_glob_is_sound(const char *glob);
// Whether the glob, which is sound, stands for the whole text. `*` also stands for slashes; a backslash quotes.
bool sp_glob_matches(const char *glob, const char *text);
// Whether a word holds a character that makes it a glob.
bool sp_glob_is_one(const char *word);

#define SP_REGEX_NODES 1024u
#define SP_REGEX_SETS 32u

// A program for sp_regex_matches(): see regex.c.
struct sp_regex {
  uint16_t node_count;
  uint16_t set_count;
  struct sp_regex_node {
    uint8_t kind;
    uint8_t argument; // a byte, or a set's number
    int16_t jump;     // relative to this node
  } nodes[SP_REGEX_NODES];
  uint32_t sets[SP_REGEX_SETS][SP_SET_WORDS];
};

// Compiles an extended regular expression of POSIX, without collating elements and back references. Returns NULL, or
// what is wrong with it in a few words; the regex must not be used then.
const char *sp_regex_compile(struct sp_regex *regex, const char *pattern);
// Whether the expression is found anywhere in the text. Takes time in proportion to the text's length.
bool sp_regex_matches(const struct sp_regex *regex, const char *text);

#endif
