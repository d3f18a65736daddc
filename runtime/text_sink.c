// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The slow way of a record or step: one line by one write(2) into the thread's own file, then the ring as always.
#define _GNU_SOURCE
#include "process.h"

#include <errno.h>

static void write_line(const struct sp_thread *thread, uint32_t site) {
  int kept = errno;
  sp_self.busy = true;
  sp_write_text(site, thread->statements + 1);
  sp_self.busy = false;
  errno = kept;
}

// What sp_record_quickly() and sp_step_quickly() have left to do.
uint64_t sp_record_slowly(struct sp_ring *ring, uint32_t site) {
  struct sp_thread *thread = sp_thread_of(ring);
  write_line(thread, site);
  return sp_record_after_line(thread, site);
}

void sp_step_slowly(uint64_t step, uint32_t site) {
  write_line(sp_self.segment, site);
  sp_step_after_line(sp_self.segment, step);
}

__attribute__((visibility("default"))) unsigned char *sourceprint_record_5(struct sp_ring *ring, uint32_t site) {
  uint64_t place = sp_record_quickly(ring, site);
  return (unsigned char *)(uintptr_t)((place ? place : sp_record_slowly(ring, site)) - sizeof(struct sp_record));
}

__attribute__((visibility("default"))) void sourceprint_step_5(uint64_t step, uint32_t site) {
  if (!sp_step_quickly(step, site))
    sp_step_slowly(step, site);
}
