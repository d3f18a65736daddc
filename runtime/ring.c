// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Rings where the fast path ends: at the end of a chunk. This file is compiled to use the general registers only, as it
// runs in the midst of code that does not know of a call; so it must not call what may use others, not even memset().
#define _GNU_SOURCE
#include "process.h"

#include "record_path.h"

#define HASH_SHIFT 56 // above an address

static volatile uint64_t *chunk_of(uint64_t next) {
  return (volatile uint64_t *)(uintptr_t)(next & ~(uint64_t)SP_CHUNK_MASK);
}

// The counter first: until it is stored, what is in the chunk belongs to the window. Returns what ring.next is in the
// new chunk.
static uint64_t begin_chunk(struct sp_thread *thread) {
  if (thread->chunks.value == thread->room.value && thread->room.value < thread->ring_chunks)
    sp_grow_ring(thread);
  uint64_t number = thread->chunks.value, room = thread->room.value;
  uint64_t chunk = (uint64_t)(uintptr_t)(thread + 1) + number % room * SP_CHUNK_BYTES;
  thread->chunks.value = number + 1;
  thread->chunks.inverse = ~(number + 1);
  *chunk_of(chunk) = sp_chunk_time();
  thread->ring.tick = *thread->ring.clock;
  *(volatile uint64_t *)&thread->ring.tag = (uint64_t)sp_lap(number, room) << SP_LAP_SHIFT;
  return chunk + SP_CHUNK_FIRST;
}

void sp_begin_ring(struct sp_thread *thread) { thread->ring.next = begin_chunk(thread); }

static void put(struct sp_ring *ring, uint64_t place, uint64_t record) {
  *(volatile uint64_t *)&ring->next = place;
  __atomic_signal_fence(__ATOMIC_SEQ_CST);
  ((volatile uint64_t *)(uintptr_t)place)[-1] = record | ring->tag;
}

// Where a signal handler has begun a chunk meanwhile, there is room.
uint64_t sp_put_record(struct sp_thread *thread, uint64_t record) {
  uint64_t next = thread->ring.next;
  bool is_full = ((next + sizeof(struct sp_record)) & SP_CHUNK_MASK) == 0;
  uint64_t place = (is_full ? begin_chunk(thread) : next) + sizeof(struct sp_record);
  put(&thread->ring, place, record);
  return place;
}

// How far the newest record's tree had come, a byte: what was interrupted may go on with it later.
static uint64_t step_of(const struct sp_thread *thread, uint64_t place) {
  const volatile struct sp_record *record = (const volatile struct sp_record *)(uintptr_t)place - 1;
  const uint64_t lap = thread->ring.tag >> SP_LAP_SHIFT;
  const bool is_tree =
      (place & SP_CHUNK_MASK) > SP_CHUNK_FIRST && record->lap == lap && record->site >= SP_SITE_RESERVED;
  return is_tree ? record->step : 0;
}

static bool is_end(uint64_t place) {
  const volatile struct sp_record *record = (const volatile struct sp_record *)(uintptr_t)place - 1;
  return (place & SP_CHUNK_MASK) > SP_CHUNK_FIRST && record->site == SP_RECORD_SIGNAL && record->step == 0;
}

__attribute__((visibility("default"))) uint64_t sourceprint_signal_5(struct sp_ring *ring, int signal,
                                                                     const void *frame) {
  struct sp_thread *thread = sp_thread_of(ring);
  const uint64_t next = ring->next, interrupted = is_end(next) ? thread->interrupted : next;
  const uint64_t number = signal > 0 && signal < SP_MARK_UNKNOWN ? (uint64_t)signal : SP_MARK_UNKNOWN;
  const uint64_t hash = ((uintptr_t)frame >> 4) & 0xff;
  sp_put_record(thread, SP_RECORD_SIGNAL | number << SP_MARK_SIGNAL | step_of(thread, interrupted) << SP_MARK_STEP |
                            hash << SP_MARK_FRAME);
  return interrupted | hash << HASH_SHIFT;
}

__attribute__((visibility("default"))) void sourceprint_signal_end_5(struct sp_ring *ring, uint64_t begun) {
  struct sp_thread *thread = sp_thread_of(ring);
  thread->interrupted = begun & ((UINT64_C(1) << HASH_SHIFT) - 1);
  sp_put_record(thread, SP_RECORD_SIGNAL | begun >> HASH_SHIFT << SP_MARK_FRAME);
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
