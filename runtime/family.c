// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Keeps all runs within their limit where a program forks thousands of times: the process that began the run and all
// that it forks share a count of what they have taken, and one of them looks whenever it has come to a part of the
// limit.
#define _GNU_SOURCE
#include "process.h"

#include <sys/mman.h>

#define TAKEN_PART 8 // of the limit

static uint64_t *taken; // bytes since one of them has looked, in a page that they share; NULL: there is none

void sp_begin_family(void) {
  void *page = mmap(NULL, sizeof *taken, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  taken = page == MAP_FAILED ? NULL : page;
}

static void trim(void *unused) {
  (void)unused;
  sp_trim_runs(sp_process.runs_bytes - sp_process.runs_bytes / TAKEN_PART);
}

void sp_count_fork(uint64_t bytes) {
  const uint64_t part = sp_process.runs_bytes / TAKEN_PART;
  if (!taken || __atomic_add_fetch(taken, bytes, __ATOMIC_RELAXED) < part ||
      __atomic_exchange_n(taken, 0, __ATOMIC_RELAXED) < part)
    return;
  sp_with_work_stack(trim, NULL);
}
