// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// How often statements were executed, by what the rings of a run still hold. The memory that it takes grows with the
// number of different statements, not with the records.
#ifndef SOURCEPRINT_REPORT_COUNTS_H
#define SOURCEPRINT_REPORT_COUNTS_H

#include "choice.h"
#include "steps.h"

struct counts_site {
  struct reader_site site; // its strings are the reader's
  uint64_t count;
};

struct counts {
  struct counts_site *sites; // owned; in no order, and a site that several runs have stands once for each
  size_t count;
  size_t room;
  uint64_t statements; // all of them
  uint64_t records;    // that they were read from
  uint64_t unknown;    // records of no known site
  uint64_t threads;    // that had any
};

// Adds what the threads of a run executed, of what is chosen; choice: NULL for all. Problems are told.
void counts_add_run(struct counts *counts, struct reader_run *run, struct choice *choice, const struct steps *steps);
void counts_free(struct counts *counts);

#endif
