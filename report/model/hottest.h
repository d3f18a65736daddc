// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Which functions have most of the records that a run still holds.
#ifndef SOURCEPRINT_REPORT_HOTTEST_H
#define SOURCEPRINT_REPORT_HOTTEST_H

#include "report/reader/run.h"

struct hottest_function {
  char *name; // owned
  uint64_t records;
};

struct hottest {
  struct hottest_function *functions; // owned; once finished, each name once, the hottest first
  size_t count;
  size_t room;
  uint64_t records; // of all functions
};

// Adds the records in the rings of a run.
void hottest_add_run(struct hottest *hottest, struct reader_run *run);
void hottest_finish(struct hottest *hottest);
void hottest_free(struct hottest *hottest);

#endif
