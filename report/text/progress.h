// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// How far a command is, on stderr: only on a terminal, and only of what takes longer than a second. A process has one.
// Until it is begun, nothing is shown.
#ifndef SOURCEPRINT_REPORT_PROGRESS_H
#define SOURCEPRINT_REPORT_PROGRESS_H

#include "report/model/steps.h"

#include <stdbool.h>
#include <stddef.h>

// what: the line's beginning, as in "reading"; borrowed. is_wanted: not if much output goes to the same terminal.
void progress_begin(const char *what, bool is_wanted);

// Which part of the work is next, from 0: a run, and in that a thread.
void progress_run(size_t at, size_t count);
void progress_thread(size_t at, size_t count);

// How much of that part is done, from 0 to 1. To be called often, but not for each record: it asks for the time.
void progress_step(double done);

// The same for work that knows nothing of terminals.
extern const struct steps progress_steps;

// Takes the line away, as is to be done before anything else is written. Further steps bring it back.
void progress_end(void);

#endif
