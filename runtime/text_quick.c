// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Records and steps that are sent through the runtime, as far as general registers do: nearly all of them. See
// text_line.c for why.
#define _GNU_SOURCE
#include "process.h"

#include <errno.h>

#include "filter.h"

// The fast path's two steps, where the thread's place is parked.
void sp_push_parked(struct sp_thread *thread, uint32_t site) {
  uint64_t place = thread->parked + sizeof(struct sp_record);
  if ((place & SP_CHUNK_MASK) == 0) {
    sp_cross_chunk(thread, &thread->parked, site);
  } else {
    __atomic_store_n(&thread->parked, place, __ATOMIC_RELAXED);
    __atomic_signal_fence(__ATOMIC_SEQ_CST);
    __atomic_store_n(&((struct sp_record *)(uintptr_t)place)[-1].site, site, __ATOMIC_RELAXED);
  }
  thread->statements++;
}

// Its record is the newest: behind a statement that may record there is no step.
void sp_step_parked(struct sp_thread *thread, uint64_t step) {
  __atomic_store_n(&((struct sp_record *)(uintptr_t)thread->parked)[-1].step, (uint8_t)step, __ATOMIC_RELAXED);
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
  if (ring->next != (uint64_t)SP_NEXT_SLOW)
    return sp_cross_chunk(thread, &ring->next, site);
  if (!write_quickly(thread, site))
    return 0;
  sp_push_parked(thread, site);
  return (uint64_t)SP_NEXT_SLOW;
}

bool sp_step_quickly(uint64_t step, uint32_t site) {
  struct sp_thread *thread = sp_self.segment;
  if (thread && !write_quickly(thread, site))
    return false;
  if (thread)
    sp_step_parked(thread, step);
  return true;
}
