// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Whether the process of a run is alive. Its id says that only in the pid namespace that it was started in: containers
// that share a folder of runs give the same ids to different processes.
#ifndef SOURCEPRINT_REPORT_READER_ALIVE_H
#define SOURCEPRINT_REPORT_READER_ALIVE_H

#include "runtime/format.h"

#include <stdbool.h>

enum { READER_NOT_ALIVE = 0, READER_ALIVE_UNKNOWN = -1 };

// Its id in the namespace of /proc here, or READER_NOT_ALIVE; READER_ALIVE_UNKNOWN: it lives in a namespace that cannot
// be seen from here, or has ended there.
int reader_alive_pid(const struct sp_run_header *header);

// Whether the process's ids, and its threads', are those of /proc here.
bool reader_alive_is_near(const struct sp_run_header *header);

#endif
