// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The lines of the text sink: one a record, in the form of runtime/record_text.h.
#ifndef SOURCEPRINT_REPORT_READER_TEXT_H
#define SOURCEPRINT_REPORT_READER_TEXT_H

#include "record.h"

// Takes a line, without its newline, apart. The line is changed: record borrows its pieces. Returns false if it is
// not a record's line; the line is changed then too.
bool reader_text_parse(char *line, struct reader_record *record);

// Reads the last complete record of a thread's text file. record borrows line. Returns false if there is none.
bool reader_text_last(const struct reader_run *run, int tid, char line[SP_RECORD_TEXT_MAX],
                      struct reader_record *record);

#endif
