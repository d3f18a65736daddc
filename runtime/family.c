// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Keeps all runs within their limit where a program forks thousands of times: the process that began the run and all
// that it forks share a count of what they have taken, and one of them looks whenever it has come to a part of the
// limit. Where what is running takes more than the limit, it tells all of them.
#define _GNU_SOURCE
#include "process.h"

#include <sys/mman.h>

#include "outcomes.h"

void sp_begin_family(bool is_crowded) {
  void *page = mmap(NULL, sizeof *sp_process.family, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  sp_process.family = page == MAP_FAILED ? NULL : page;
  if (sp_process.family)
    sp_process.family->is_crowded = is_crowded;
}

static void trim(void *unused) {
  (void)unused;
  sp_process.family->is_crowded = sp_trim_runs(sp_process.runs_bytes - sp_process.runs_bytes / SP_TAKEN_PART) > 0;
}

static void look(void) {
  const uint64_t part = sp_process.runs_bytes / SP_TAKEN_PART;
  if (__atomic_load_n(&sp_process.family->taken, __ATOMIC_RELAXED) >= part &&
      __atomic_exchange_n(&sp_process.family->taken, 0, __ATOMIC_RELAXED) >= part)
    sp_with_work_stack(trim, NULL);
}

void sp_count_fork(uint64_t bytes) {
  if (!sp_process.family)
    return;
  __atomic_fetch_add(&sp_process.family->taken, bytes, __ATOMIC_RELAXED);
  look();
  if (sp_process.family->is_crowded)
    sp_note_crowd();
}

void sp_note_crowd(void) {
  sp_note("rings stay small, running programs take more than SOURCEPRINT_RUNS_BYTES", NULL);
  sp_count_event(SP_OUTCOME_SHORT_RUN, "running programs take more than SOURCEPRINT_RUNS_BYTES");
}
