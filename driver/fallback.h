// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Fallbacks: sources that were ours to instrument and that we gave up. Each has a named reason and is counted.
#ifndef SOURCEPRINT_DRIVER_FALLBACK_H
#define SOURCEPRINT_DRIVER_FALLBACK_H

#define DRIVER_FALLBACKS(X)                                                                                            \
  X(NO_REWRITER, "no-rewriter", "the rewriter is missing from the installation")                                       \
  X(NO_TREE, "no-tree", "the private folder could not be made")                                                        \
  X(CONFIG, "config", "the configuration is wrong")                                                                    \
  X(REWRITER_GAVE_UP, "rewriter-gave-up", "the rewriter could not rewrite the source")                                 \
  X(REWRITER_FAILED, "rewriter-failed", "the rewriter ended without a result")                                         \
  X(TIME_LIMIT, "time-limit", "rewriting took longer than SOURCEPRINT_REWRITE_SECONDS")                                \
  X(SECOND_COMPILE, "second-compile", "the rewritten text does not compile although the original does")                \
  X(SECOND_LINK, "second-link", "the link with records fails although the link without does not")                      \
  X(OLD_OBJECTS, "old-objects", "objects of another format are linked, which record nothing")                          \
  X(NO_RUNTIME, "no-runtime", "the runtime is missing from the installation")

#define DRIVER_FALLBACK_PREFIX "fallback " // of the names of their outcomes

enum driver_fallback {
#define DRIVER_X(name, word, text) DRIVER_FALL_##name,
  DRIVER_FALLBACKS(DRIVER_X)
#undef DRIVER_X
};

// Counts one, in the files "outcomes" and "fallbacks" of the folder of runs (lost silently where that cannot be
// written). The latter has a line for each, and is renamed to "fallbacks.old" when it is large. With
// SOURCEPRINT_STRICT=1 prints one line and ends the process with status 1. detail: one line more of what happened, or
// NULL.
void driver_note_fallback(enum driver_fallback reason, const char *source, const char *detail);

#endif
