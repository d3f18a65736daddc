// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The flags that are ours. They are flags and not environment variables so that make, ninja, Bazel and ccache see them.
#ifndef SOURCEPRINT_DRIVER_OWN_FLAGS_H
#define SOURCEPRINT_DRIVER_OWN_FLAGS_H

#include "words.h"

#include <stdbool.h>

// X(flag, option of instr-rewrite, the values it takes)
#define DRIVER_OWN_FLAGS(X)                                                                                            \
  X("-fsourceprint-granularity=", "--granularity=", "last", "function", "block", "statement", "expression")            \
  X("-fsourceprint-macros=", "--macros=", "invocation", "expansion", "both", "none")                                   \
  X("-fsourceprint-signal-handlers=", "--signal-handlers=", "skip", "record", "warn")

// X(flag, option of instr-rewrite): takes a pattern (pattern.h), and may be repeated.
#define DRIVER_PATTERN_FLAGS(X)                                                                                        \
  X("-fsourceprint-include-file=", "--include-file=")                                                                  \
  X("-fsourceprint-exclude-file=", "--exclude-file=")                                                                  \
  X("-fsourceprint-include-function=", "--include-function=")                                                          \
  X("-fsourceprint-exclude-function=", "--exclude-function=")

struct driver_own_flag {
  const char *flag, *option;
  const char *values[8]; // none: it takes a pattern
};

// The flag that a word is or begins with, or NULL.
const struct driver_own_flag *driver_own_flag(const char *word);

// The values of a flag in words.
const char *driver_own_flag_values(const struct driver_own_flag *flag);

// What is wrong with a value of it, or NULL.
const char *driver_own_flag_problem(const struct driver_own_flag *flag, const char *value);

// Moves our flags out of words, as options for the rewriter, into own: each pattern, and of the others the last of a
// kind. Returns NULL, or one line about a flag or value that there is not.
const char *driver_take_own_flags(struct driver_words *words, struct driver_words *own);

#endif
