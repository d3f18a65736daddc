// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Patterns that choose files and functions. instr-cc refuses a wrong one and instr-rewrite applies the right ones, so
// both use this code:
//
//   TEXT              holds one of * ? [ : a glob for the whole name, in which * also stands for slashes;
//                     else a substring
//   substring:TEXT, glob:TEXT, regex:TEXT     of that kind; regex: POSIX extended, found anywhere in the name
#ifndef SOURCEPRINT_DRIVER_PATTERN_H
#define SOURCEPRINT_DRIVER_PATTERN_H

#include <regex.h>
#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

enum driver_pattern_kind { DRIVER_PATTERN_SUBSTRING, DRIVER_PATTERN_GLOB, DRIVER_PATTERN_REGEX };

struct driver_pattern {
  enum driver_pattern_kind kind;
  const char *text; // of the word that was parsed
  regex_t regex;    // of a regex
};

// Returns NULL, or one line about what is wrong with the pattern.
const char *driver_pattern_parse(const char *word, struct driver_pattern *pattern);

bool driver_pattern_matches(const struct driver_pattern *pattern, const char *name);

#ifdef __cplusplus
}
#endif
#endif
