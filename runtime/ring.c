// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Rings where the fast path ends: at the end of a chunk. This file is compiled to use the general registers only, as it
// runs in the midst of code that does not know of a call; so it must not call what may use others, not even memset().
#define _GNU_SOURCE
#include "process.h"

#include "record_path.h"

static void clear(unsigned char *chunk) {
#if defined __x86_64__
  uint64_t words = SP_CHUNK_BYTES / 8;
  __asm__ volatile("cld\n\trep stosq" : "+D"(chunk), "+c"(words) : "a"(UINT64_C(0)) : "memory", "cc");
#else
  volatile uint64_t *word = (volatile uint64_t *)chunk;
  for (unsigned i = 0; i < SP_CHUNK_BYTES / 8; i++)
    word[i] = 0;
#endif
}

// Returns what ring.next is in the new chunk.
static uint64_t begin_chunk(struct sp_thread *thread) {
  uint64_t number = thread->chunks.value;
  unsigned char *chunk = (unsigned char *)(thread + 1) + number % thread->ring_chunks * SP_CHUNK_BYTES;
  if (number >= thread->ring_chunks)
    clear(chunk);
  *(volatile uint64_t *)chunk = sp_chunk_time();
  thread->ring.tick = *thread->ring.clock;
  thread->chunks.value = number + 1;
  thread->chunks.inverse = ~(number + 1);
  return (uint64_t)(uintptr_t)chunk + SP_CHUNK_FIRST;
}

void sp_begin_ring(struct sp_thread *thread) { thread->ring.next = begin_chunk(thread); }

uint64_t sp_cross_chunk(struct sp_thread *thread, uint64_t *next, uint32_t site) {
  // Where a signal handler crossed meanwhile, there still is room.
  bool full = ((*next + sizeof(struct sp_record)) & SP_CHUNK_MASK) == 0;
  uint64_t place = (full ? begin_chunk(thread) : *next) + sizeof(struct sp_record);
  *(volatile uint64_t *)next = place;
  __atomic_signal_fence(__ATOMIC_SEQ_CST);
  ((struct sp_record *)(uintptr_t)place)[-1].site = site;
  return place;
}

__attribute__((visibility("default"))) void sourceprint_time_3(struct sp_ring *ring) {
  struct sp_thread *thread = sp_thread_of(ring);
  uint64_t tick = *ring->clock, next = ring->next + sizeof(struct sp_record), now = sp_chunk_time();
  ring->tick = tick;
  if (now == 0 || (int64_t)ring->next < 0)
    return;
  if (ring->clock == &ring->next && now - thread->told_ns < SP_ASKED_NS)
    return;
  thread->told_ns = now;
  uint64_t begun = *(volatile uint64_t *)(uintptr_t)(ring->next & ~(uint64_t)SP_CHUNK_MASK);
  uint64_t since = (now - begun) >> SP_TIME_SHIFT;
  if ((next & SP_CHUNK_MASK) == 0 || begun == 0 || since > UINT32_MAX) {
    *(volatile uint64_t *)&ring->next = begin_chunk(thread); // which tells the time, too
    return;
  }
  *(volatile uint64_t *)&ring->next = next;
  __atomic_signal_fence(__ATOMIC_SEQ_CST);
  ((volatile uint64_t *)(uintptr_t)next)[-1] = SP_RECORD_TIME | since << 32;
}
