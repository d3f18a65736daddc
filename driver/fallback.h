// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Fallbacks: sources that were ours to instrument and that we gave up. Each has a named reason and is counted.
#ifndef SOURCEPRINT_DRIVER_FALLBACK_H
#define SOURCEPRINT_DRIVER_FALLBACK_H

#include <stdbool.h>

// The last part says whether the user is told: what is wrong is his to mend, and strikes each source.
#define DRIVER_FALLBACKS(X)                                                                                            \
  X(NO_REWRITER, "no-rewriter", "the rewriter is missing from the installation", true)                                 \
  X(NO_TREE, "no-tree", "the private folder could not be made", true)                                                  \
  X(CONFIG, "config", "the configuration is wrong", true)                                                              \
  X(REWRITER_GAVE_UP, "rewriter-gave-up", "the rewriter could not rewrite the source", false)                          \
  X(REWRITER_FAILED, "rewriter-failed", "the rewriter ended without a result", false)                                  \
  X(TIME_LIMIT, "time-limit", "rewriting took longer than SOURCEPRINT_REWRITE_SECONDS", false)                         \
  X(SECOND_COMPILE, "second-compile", "the rewritten text does not compile although the original does", false)         \
  X(SECOND_LINK, "second-link", "the link with records fails although the link without does not", false)               \
  X(NO_SITES, "no-sites", "the object has no sites although the source was rewritten", false)                          \
  X(OLD_OBJECTS, "old-objects", "objects of another format are linked, which record nothing", false)                   \
  X(NO_RUNTIME, "no-runtime", "the runtime is missing from the installation", true)

#define DRIVER_FALLBACK_PREFIX "fallback " // of the names of their outcomes

enum driver_fallback {
#define DRIVER_X(name, word, text, told) DRIVER_FALL_##name,
  DRIVER_FALLBACKS(DRIVER_X)
#undef DRIVER_X
};

// Counts one, in the files "outcomes" and "fallbacks" of the folder of runs (lost silently where that cannot be
// written). The latter has a line for each, and is renamed to "fallbacks.old" when it is large. With
// SOURCEPRINT_STRICT=1 prints one line and ends the process with status 1; without, a warning if the user is told.
// detail: one line more of what happened, or NULL.
void driver_note_fallback(enum driver_fallback reason, const char *source, const char *detail);

#endif
