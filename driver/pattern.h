// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Patterns that choose files and functions. instr-cc refuses a wrong one and instr-rewrite applies the right ones, so
// both use this code:
//
//   TEXT              holds one of * ? [ : a glob for the whole name, in which * also stands for slashes;
//                     else a substring
//   substring:TEXT, glob:TEXT, regex:TEXT     of that kind; regex: POSIX extended, found anywhere in the name
//   path:TEXT         a file, or everything below a folder, wherever the compiler is started and by whatever name it
//                     opens the file; a glob; relative to the working directory
#ifndef SOURCEPRINT_DRIVER_PATTERN_H
#define SOURCEPRINT_DRIVER_PATTERN_H

#include <regex.h>
#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

enum driver_pattern_kind { DRIVER_PATTERN_SUBSTRING, DRIVER_PATTERN_GLOB, DRIVER_PATTERN_REGEX, DRIVER_PATTERN_PATH };

struct driver_pattern {
  enum driver_pattern_kind kind;
  const char *text; // of the word that was parsed, or for a path what it stands for
  regex_t regex;    // of a regex
};

// Returns NULL, or one line about what is wrong with the pattern.
const char *driver_pattern_parse(const char *word, struct driver_pattern *pattern);

bool driver_pattern_matches(const struct driver_pattern *pattern, const char *name);

// Whether a word says by a prefix of which kind it is.
bool driver_pattern_has_prefix(const char *word);

// The word of a path pattern for text, relative to folder, an absolute path.
char *driver_pattern_path(const char *folder, const char *text);

#ifdef __cplusplus
}
#endif
#endif
