// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The text sink's files, <tid>.txt: one line a record, in the form of runtime/record_text.h.
#ifndef SOURCEPRINT_REPORT_READER_TEXT_H
#define SOURCEPRINT_REPORT_READER_TEXT_H

#include "report/reader_record.h"

// Takes a line, without its newline, apart. The line is changed: record borrows its pieces. Returns false if it is
// not a record's line; the line is changed then too.
bool reader_text_parse(char *line, struct reader_record *record);

// The thread ids that have a text file, ascending. Returns how many, and an array that the caller frees.
size_t reader_text_threads(const struct reader_run *run, int **tids);

// Opens a thread's text file at the last `lines` lines (UINT64_MAX: at the start). Returns NULL if there is none.
FILE *reader_text_open(const struct reader_run *run, int tid, uint64_t lines);

// Reads the last complete record of a thread's text file. record borrows line. Returns false if there is none.
bool reader_text_last(const struct reader_run *run, int tid, char line[SP_RECORD_TEXT_MAX],
                      struct reader_record *record);

#endif
