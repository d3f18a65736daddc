// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The slow way of a record: one line by one write(2) into the thread's own file, then the ring as always.
#define _GNU_SOURCE
#include "process.h"

#include <errno.h>

// The fast path's two steps, with bit 63 of the head kept.
static void push(struct sp_ring *ring, uint32_t slot) {
  uint64_t position = ring->head & ring->mask;
  __atomic_store_n(&ring->head, ring->head + 1, __ATOMIC_RELAXED);
  __atomic_signal_fence(__ATOMIC_SEQ_CST);
  uint32_t *slots = (uint32_t *)((char *)ring + SP_RING_SLOTS_OFFSET);
  slots[position + 1] = SP_SLOT_EMPTY;
  __atomic_store_n(&slots[position], slot, __ATOMIC_RELAXED);
}

__attribute__((visibility("default"))) void sourceprint_record(struct sp_ring *ring, uint32_t slot) {
  if (ring == &sp_idle || sp_self.busy || !sp_self.segment)
    return;
  int kept = errno;
  sp_self.busy = true; // write() may be the program's own, instrumented
  uint64_t seq = (ring->head & ~SP_HEAD_SLOW) + 1;
  if (!sp_write_text_quickly(slot, seq))
    sp_write_text(slot, seq);
  sp_self.busy = false;
  push(ring, slot);
  errno = kept;
}
