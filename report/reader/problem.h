// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What a reader has to say about damaged or unreadable input: one line each on stderr, and a count that decides the
// exit status.
#ifndef SOURCEPRINT_REPORT_READER_PROBLEM_H
#define SOURCEPRINT_REPORT_READER_PROBLEM_H

#include <stdio.h>

// After this many lines only the count grows: a file full of noise must not fill the terminal.
#define READER_PROBLEMS_SHOWN 20u

struct reader_problems {
  FILE *out;      // where the lines go; borrowed; NULL only counts
  unsigned count; // problems so far
};

// Writes "sourceprint: ", the formatted sentence and a newline, control characters replaced. Say what is wrong,
// where, and what to do.
__attribute__((format(printf, 2, 3))) void reader_problem(struct reader_problems *problems, const char *format, ...);

// Writes a line in the same way that is no problem: the exit status does not change.
__attribute__((format(printf, 2, 3))) void reader_remark(struct reader_problems *problems, const char *format, ...);

// Says how many problems were not shown, if any. Returns the exit status: 0, or 2 if there was a problem.
int reader_problems_status(const struct reader_problems *problems);

#endif
