// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A fault that a handler of the program's was given, and during which the process ended or still is: whatever that
// handler did then, the fault is why.
#ifndef SOURCEPRINT_REPORT_READER_CAUGHT_H
#define SOURCEPRINT_REPORT_READER_CAUGHT_H

#include "run.h"

#define READER_CAUGHT_NAME 256

struct reader_caught {
  uint32_t thread;                   // index of the thread's segment
  int tid;                           //
  struct sp_fault fault;             //
  uint64_t number;                   // of the statement that was being executed; UINT64_MAX: it is not in the window
  char function[READER_CAUGHT_NAME]; // that it is in, or ""
  char handler[READER_CAUGHT_NAME];  // the handler's name, or ""
};

// Of a run whose sites are there; owned by the caller, NULL if there is none. Reads the history of threads that have
// such a fault, and of no others. Tells no problems: who shows the threads does.
struct reader_caught *reader_caught_find(struct reader_run *run);

#endif
