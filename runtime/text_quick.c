// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Records and steps that are sent through the runtime, as far as general registers do: nearly all of them. See
// text_line.c for why.
#define _GNU_SOURCE
#include "process.h"

#include <errno.h>

#include "filter.h"

// What the fast path does.
uint64_t sp_record_after_line(struct sp_thread *thread, uint32_t site) {
  sp_put_record(thread, site);
  thread->statements++;
  return (uint64_t)SP_PLACE_SLOW;
}

// Its record is the newest: behind a statement that may record there is no step.
void sp_step_after_line(struct sp_thread *thread, uint64_t step) {
  __atomic_store_n(&((struct sp_record *)(uintptr_t)thread->ring.next)[-1].step, (uint8_t)step, __ATOMIC_RELAXED);
  thread->statements++;
}

// Writes the next line. False if that takes more than this.
static bool write_quickly(const struct sp_thread *thread, uint32_t site) {
  if (sp_self.busy || !sp_self.segment || sp_process.confined)
    return true;
  if (!sp_filter_rate(sp_process.text_rate, &sp_self.lines))
    return true;
  int kept = errno;
  sp_self.busy = true; // what it calls may be the program's own, instrumented
  bool done = sp_write_text_quickly(site, thread->statements + 1);
  sp_self.busy = false;
  errno = kept;
  return done;
}

uint64_t sp_record_quickly(struct sp_ring *ring, uint32_t site) {
  struct sp_thread *thread = sp_thread_of(ring);
  if (ring->mask != 0)
    return sp_put_record(thread, site);
  return write_quickly(thread, site) ? sp_record_after_line(thread, site) : 0;
}

bool sp_step_quickly(uint64_t step, uint32_t site) {
  struct sp_thread *thread = sp_self.segment;
  if (thread && !write_quickly(thread, site))
    return false;
  if (thread)
    sp_step_after_line(thread, step);
  return true;
}
