// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// How far a command is, on stderr: only on a terminal, and only of what takes longer than a second.
#ifndef SOURCEPRINT_REPORT_PROGRESS_H
#define SOURCEPRINT_REPORT_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

struct progress {
  const char *what; // borrowed
  bool is_shown;    // there is a terminal to show it on
  bool has_line;    // something stands there
  uint64_t next_ns; // when to look next
};

// what: the line's beginning, as in "reading". is_wanted: not if the command's output goes to the same terminal.
struct progress progress_begin(const char *what, bool is_wanted);

// To be called often, but not for each record: it asks for the time. total: 0 = not known.
void progress_step(struct progress *progress, uint64_t done, uint64_t total);

// Takes the line away. May be called again.
void progress_end(struct progress *progress);

#endif
