// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The flags that are ours. They are flags and not environment variables so that make, ninja, Bazel and ccache see them.
#ifndef SOURCEPRINT_DRIVER_OWN_FLAGS_H
#define SOURCEPRINT_DRIVER_OWN_FLAGS_H

#include "words.h"

#include <stdbool.h>

// X(flag, option of instr-rewrite, the values it takes)
#define DRIVER_OWN_FLAGS(X)                                                                                            \
  X("-fsourceprint-granularity=", "--granularity=", "function", "block", "statement", "expression")                    \
  X("-fsourceprint-macros=", "--macros=", "invocation", "expansion", "both", "none")

// Moves our flags out of words, as options for the rewriter, into own (the last of a kind counts). Returns NULL, or one
// line about a flag or value that there is not.
const char *driver_take_own_flags(struct driver_words *words, struct driver_words *own);

#endif
