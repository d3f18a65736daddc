// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Measures a program built with and without records.
#ifndef SOURCEPRINT_REPORT_TIMING_H
#define SOURCEPRINT_REPORT_TIMING_H

struct timing_figure {
  double median, least, most;
};

struct timing {
  const char *command; // begins messages
  char *folder;        // ours, for copies of programs and for runs
  char *plain_program;
  char *recorded_program;
  struct timing_figure plain, recorded, ratio;
};

// Each returns 0, or an exit status after a message.
int timing_begin(struct timing *timing, const char *command);

// Builds the program twice by a command of the shell, and keeps a copy of each.
int timing_build(struct timing *timing, const char *build, const char *program);

// Takes two programs that are there.
int timing_take(struct timing *timing, const char *plain, const char *recorded);

// Runs them by turns; argv[0] is what both are told to be called.
int timing_measure(struct timing *timing, char *const *argv, unsigned runs);

void timing_end(struct timing *timing);

#endif
