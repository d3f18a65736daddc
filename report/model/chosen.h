// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The statements of a thread that a command is asked for, one after the other.
#ifndef SOURCEPRINT_REPORT_CHOSEN_H
#define SOURCEPRINT_REPORT_CHOSEN_H

#include "choice.h"
#include "report/reader/source.h"

// Large: not for the stack. {0} with choice set is ready for use, and may be opened for one thread after another.
struct chosen {
  struct choice *choice;       // borrowed
  struct reader_stream stream; //
  uint64_t skipped;            // of those that are chosen: older than the newest that are wanted
};

// Begins with the oldest of the newest `newest` statements that are chosen; UINT64_MAX for all. Whether the thread
// itself is chosen is for the caller to ask. Returns false if the source has nothing to read.
bool chosen_open(struct chosen *chosen, struct reader_run *run, const struct reader_source *source, uint64_t newest);

// As reader_stream_next().
bool chosen_next(struct chosen *chosen, struct reader_record *record, uint32_t *value);
void chosen_free(struct chosen *chosen);

#endif
