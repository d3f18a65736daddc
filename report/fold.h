// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Recursion in a list of frames: what is called over and over is one line. A cycle is of a few functions, that call
// each other in turn.
#ifndef SOURCEPRINT_REPORT_FOLD_H
#define SOURCEPRINT_REPORT_FOLD_H

#include "report/reader_frames.h"

#include <jansson.h>
#include <stdio.h>

#define FOLD_FUNCTIONS_MAX 4u

struct fold {
  size_t frames;    // from the first one of the cycle on; 1: there is no recursion there
  size_t functions; // of the cycle
  size_t calls;     // that they made of each other
};

// The fold that begins with frame `begin`. The innermost frame belongs to none, as it is where control was.
struct fold fold_find(const struct reader_frames *frames, size_t begin);

// "length_of called itself 27,570 times"; begin: as above.
void fold_put(FILE *out, const struct reader_frames *frames, size_t begin, const struct fold *fold);

// New reference: all folds of the frames.
json_t *fold_json(const struct reader_frames *frames);

#endif
