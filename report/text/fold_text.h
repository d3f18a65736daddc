// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Recursion, as text and as JSON.
#ifndef SOURCEPRINT_REPORT_FOLD_TEXT_H
#define SOURCEPRINT_REPORT_FOLD_TEXT_H

#include "report/model/fold.h"

#include <jansson.h>
#include <stdio.h>

// "length_of called itself 27,570 times".
void fold_put(FILE *out, const struct fold *fold);

// New reference.
json_t *fold_json(const struct fold *fold);

// New reference: all folds of the frames.
json_t *fold_json_of_frames(const struct reader_frames *frames);

#endif
