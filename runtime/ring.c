// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Rings where the fast path ends: at the end of a chunk. This file is compiled to use the general registers only, as it
// runs in the midst of code that does not know of a call; so it must not call what may use others, not even memset().
#define _GNU_SOURCE
#include "process.h"

#include "record_path.h"

static volatile uint64_t *chunk_of(uint64_t next) {
  return (volatile uint64_t *)(uintptr_t)(next & ~(uint64_t)SP_CHUNK_MASK);
}

// The counter first: until it is stored, what is in the chunk belongs to the window. Returns what ring.next is in the
// new chunk.
static uint64_t begin_chunk(struct sp_thread *thread) {
  uint64_t number = thread->chunks.value;
  uint64_t chunk = (uint64_t)(uintptr_t)(thread + 1) + number % thread->ring_chunks * SP_CHUNK_BYTES;
  thread->chunks.value = number + 1;
  thread->chunks.inverse = ~(number + 1);
  *chunk_of(chunk) = sp_chunk_time();
  thread->ring.tick = *thread->ring.clock;
  *(volatile uint64_t *)&thread->ring.tag = (uint64_t)sp_lap(number, thread->ring_chunks) << SP_LAP_SHIFT;
  return chunk + SP_CHUNK_FIRST;
}

void sp_begin_ring(struct sp_thread *thread) { thread->ring.next = begin_chunk(thread); }

static void put(struct sp_ring *ring, uint64_t place, uint64_t record) {
  *(volatile uint64_t *)&ring->next = place;
  __atomic_signal_fence(__ATOMIC_SEQ_CST);
  ((volatile uint64_t *)(uintptr_t)place)[-1] = record | ring->tag;
}

// Where a signal handler has begun a chunk meanwhile, there is room.
uint64_t sp_put_record(struct sp_thread *thread, uint32_t site) {
  uint64_t next = thread->ring.next;
  bool is_full = ((next + sizeof(struct sp_record)) & SP_CHUNK_MASK) == 0;
  uint64_t place = (is_full ? begin_chunk(thread) : next) + sizeof(struct sp_record);
  put(&thread->ring, place, site);
  return place;
}

__attribute__((visibility("default"))) void sourceprint_time_5(struct sp_ring *ring) {
  struct sp_thread *thread = sp_thread_of(ring);
  uint64_t tick = *ring->clock, next = ring->next, now = sp_chunk_time();
  ring->tick = tick;
  if (now == 0)
    return;
  if (ring->clock == &ring->next && now - thread->told_ns < SP_ASKED_NS)
    return;
  thread->told_ns = now;
  uint64_t place = next + sizeof(struct sp_record), begun = *chunk_of(next), since = (now - begun) >> SP_TIME_SHIFT;
  if ((place & SP_CHUNK_MASK) == 0 || begun == 0 || since > SP_TIME_MOST)
    *(volatile uint64_t *)&ring->next = begin_chunk(thread); // which tells the time, too
  else
    put(ring, place, SP_RECORD_TIME | since << 32);
}
