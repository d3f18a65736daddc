// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Rings where the fast path ends: at the end of a chunk. This file is compiled to use the general registers only, as it
// runs in the midst of code that does not know of a call; so it must not call what may use others, not even memset().
#define _GNU_SOURCE
#include "process.h"

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
