// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Which function a fault was in, from the program counter that the run has kept and the debug information of the
// program, where there is any.
//
// The last record of a thread is the statement that began last. When a called function has returned, the statement that
// called it goes on without a new record; if it then faults, only the program counter tells. Nor is a division bound to
// its place: what needs no memory the compiler may execute ahead of the statement's record.
#ifndef SOURCEPRINT_REPORT_READER_FAULT_H
#define SOURCEPRINT_REPORT_READER_FAULT_H

#include "run.h"

struct reader_fault {
  char function[256]; // the innermost one, also if it was inlined
  char file[256];     // without its folders
  uint32_t line;      // 1-based; 0 = not known
  char problem[5000]; // why the function is not known, where the module's file is gone or another one; else ""
};

// True if the program counter is in a module of the run's map, the module's file is still the one that ran and has
// debug information for that place. Always sets *fault.
bool reader_fault_find(const struct reader_run *run, uint64_t pc, struct reader_fault *fault);

// The program counter of the fault that the process died of, or of the one that a handler was given while it ended.
// 0: there is none.
uint64_t reader_fault_pc(const struct reader_run *run);

// The name of the function at an address, by debug information or a table of symbols; "" if neither has it.
void reader_fault_name(const struct reader_run *run, uint64_t address, char *name, size_t size);

// The statement that has the fault's line: the last one of the function that begins at or before it. Returns false if
// the line or the function's sites are not known.
bool reader_fault_site(const struct reader_run *run, const struct reader_fault *fault, struct reader_site *site);

#endif
