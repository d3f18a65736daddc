// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The machine that a run comes from, if it was packed.
#ifndef SOURCEPRINT_REPORT_MACHINE_H
#define SOURCEPRINT_REPORT_MACHINE_H

#include "run.h"

#define MACHINE_FILE "machine" // in a run's directory
#define MACHINE_MAX 128

// Its name, without a newline; "" if it is not known.
void machine_read(const struct reader_run *run, char name[MACHINE_MAX]);

#endif
