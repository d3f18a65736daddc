// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The time, for rings. Like ring.c it uses the general registers only. It asks the kernel's vDSO, which is built so,
// without libc in between: clock_gettime() may be the program's own, or a tool's that lets time pass faster.
#define _GNU_SOURCE
#include "process.h"

#include "record_path.h"

// A process that confines itself may not read the time stamp counter either: there a time is not known.
uint64_t sp_chunk_time(void) {
  struct timespec now;
  if (sp_process.confined || !sp_process.clock || sp_process.clock(CLOCK_MONOTONIC, &now) != 0)
    return 0;
  return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}
