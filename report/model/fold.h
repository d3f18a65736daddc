// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Recursion in a list of frames: what is called over and over is one line. A cycle is of a few functions, that call
// each other in turn.
#ifndef SOURCEPRINT_REPORT_FOLD_H
#define SOURCEPRINT_REPORT_FOLD_H

#include "report/reader/frames.h"

#define FOLD_FUNCTIONS_MAX 4u

struct fold {
  size_t begin;                          // frame
  size_t frames;                         // from there on; 1: there is no recursion
  size_t functions;                      // of the cycle
  size_t calls;                          // that they made of each other
  const char *names[FOLD_FUNCTIONS_MAX]; // of the functions, where there is recursion; borrowed from the run's tables
};

// The fold that begins with frame `begin`. The innermost frame belongs to none, as it is where control was.
struct fold fold_find(const struct reader_frames *frames, size_t begin);

#endif
