// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The files of the text sink: <tid>.txt is the newest of a thread, <tid>.<number>.txt are older ones, numbers rising,
// and <tid>.<number>.txt.gz those that gzip has compressed.
#ifndef SOURCEPRINT_REPORT_READER_PARTS_H
#define SOURCEPRINT_REPORT_READER_PARTS_H

#include "run.h"

#include <stdio.h>

// The thread ids that have a text file, ascending. Returns how many, and an array that the caller frees.
size_t reader_text_threads(const struct reader_run *run, int **tids);

// Opens a thread's text, all its files one after the other, at the last `lines` lines (UINT64_MAX: at the start).
// Returns NULL if there is none. What cannot be unpacked is noted among the reader's problems. Closed before the run.
// *done: how much of it is read, from 0 to 1; until it is closed. NULL: not wanted.
FILE *reader_text_open(const struct reader_run *run, int tid, uint64_t lines, const double **done);

#endif
