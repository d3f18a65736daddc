// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the runtime has noted about a run.
#ifndef SOURCEPRINT_REPORT_NOTES_H
#define SOURCEPRINT_REPORT_NOTES_H

#include "report/reader/run.h"

#include <stdio.h>

// The notes, a line each; NULL if there are none. The caller closes it.
FILE *notes_open(const struct reader_run *run);

// Repeats what says that filters left out more than was meant: without it their effect looks like a program that does
// not come to the place.
void notes_repeat_filters(struct reader_run *run);

#endif
