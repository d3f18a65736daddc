// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The slow way of a record or step: one line by one write(2) into the thread's own file, then the ring as always.
#define _GNU_SOURCE
#include "process.h"

#include <errno.h>

static void write_line(struct sp_thread *thread, uint32_t site) {
  int kept = errno;
  bool busy = sp_self.busy;
  sp_self.busy = true; // write() may be the program's own, instrumented
  uint64_t seq = thread->statements + 1;
  if (!busy && sp_self.segment && !sp_process.confined && sp_selects_line(&sp_self.lines) &&
      !sp_write_text_quickly(site, seq))
    sp_write_text(site, seq);
  sp_self.busy = busy;
  errno = kept;
}

// The fast path's two steps, where the thread's place is parked.
static void push(struct sp_thread *thread, uint32_t site) {
  uint64_t place = thread->parked + sizeof(struct sp_record);
  if ((place & SP_CHUNK_MASK) == 0) {
    sp_cross_chunk(thread, &thread->parked, site);
    return;
  }
  __atomic_store_n(&thread->parked, place, __ATOMIC_RELAXED);
  __atomic_signal_fence(__ATOMIC_SEQ_CST);
  __atomic_store_n(&((struct sp_record *)(uintptr_t)place)[-1].site, site, __ATOMIC_RELAXED);
}

__attribute__((visibility("default"))) unsigned char *sourceprint_record(struct sp_ring *ring, uint32_t site) {
  struct sp_thread *thread = sp_thread_of(ring);
  if (ring->next != (uint64_t)SP_NEXT_SLOW)
    return (unsigned char *)(uintptr_t)sp_cross_chunk(thread, &ring->next, site);
  write_line(thread, site);
  push(thread, site);
  thread->statements++;
  return (unsigned char *)(uintptr_t)SP_NEXT_SLOW;
}

__attribute__((visibility("default"))) void sourceprint_step(uint64_t step, uint32_t site) {
  struct sp_thread *thread = sp_self.segment;
  if (!thread)
    return;
  write_line(thread, site);
  // Its record is the newest: behind a statement that may record there is no step.
  __atomic_store_n(&((struct sp_record *)(uintptr_t)thread->parked)[-1].step, (uint8_t)step, __ATOMIC_RELAXED);
  thread->statements++;
}
