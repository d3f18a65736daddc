// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The lines of one text, quickly: most of a line is its statement, and of those a thread has few.
#ifndef SOURCEPRINT_REPORT_READER_TEXT_QUICK_H
#define SOURCEPRINT_REPORT_READER_TEXT_QUICK_H

#include "record.h"

struct reader_text_site; // the end of a line, taken apart

// {0} to begin with.
struct reader_text_quick {
  struct reader_text_site *sites; // owned; each in the place that its bytes tell, until another one is there
  char minute[17];                // 2026-11-07T18:32:, of the time read last
  uint64_t minute_ns;             // CLOCK_REALTIME of its beginning
};

// As reader_text_parse(), of a line with its newline, which stays as it is. The record is borrowed until the next call.
bool reader_text_quick_parse(struct reader_text_quick *quick, const char *line, size_t bytes,
                             struct reader_record *record);

void reader_text_quick_free(struct reader_text_quick *quick);

#endif
