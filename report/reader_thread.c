// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#define _GNU_SOURCE

#include "reader_thread.h"

#include "reader_file.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

static uint64_t segment_offset(const struct reader_run *run, uint32_t index) {
  return run->header.thread_offset + index * run->header.segment_bytes;
}

static void tell(struct reader_run *run, const struct reader_thread *thread, const char *what) {
  reader_problem(&run->reader->problems, "%s/" SP_RUN_FILE ": thread %u (tid %d): %s", run->path, thread->number,
                 thread->tid, what);
}

static void take_end(struct reader_run *run, const struct sp_thread *raw, struct reader_thread *thread) {
  thread->end_ns = raw->end.value;
  if (reader_counter_is_sound(&raw->end))
    return;
  thread->end_ns = 0;
  if (run->end != READER_END_RUNNING)
    tell(run, thread, "the time of its end is damaged");
}

// A name with no checksum is one that was not yet noted. In a live process it may be half written.
static void take_name(struct reader_run *run, const struct sp_thread *raw, struct reader_thread *thread) {
  static const char nothing[sizeof raw->name];
  if (raw->name_checksum == sp_checksum(raw->name, sizeof raw->name))
    memcpy(thread->name, raw->name, sizeof raw->name);
  else if (run->end != READER_END_RUNNING && (raw->name_checksum || memcmp(raw->name, nothing, sizeof nothing) != 0))
    tell(run, thread, "its name is damaged");
}

// Returns false if the segment holds no thread.
static bool read_thread(struct reader_run *run, uint32_t index, struct reader_thread *thread) {
  struct sp_thread raw;
  const uint64_t at = segment_offset(run, index);
  *thread = (struct reader_thread){.index = index};
  const uint64_t got = reader_file_read(run->fd, &raw, sizeof raw, at);
  if (got < sizeof raw) {
    const unsigned long long end = at + got;
    reader_problem(&run->reader->problems, "%s/" SP_RUN_FILE ": the file is cut at byte %llu, inside a thread's header",
                   run->path, end);
    return false;
  }
  if (raw.magic == 0)
    return false;
  const size_t from = offsetof(struct sp_thread, index);
  const uint64_t sum = sp_checksum((char *)&raw + from, offsetof(struct sp_thread, checksum) - from);
  thread->number = raw.number;
  thread->tid = raw.tid;
  thread->start_ns = raw.start_ns;
  if (raw.magic != SP_THREAD_MAGIC && sum != raw.checksum) {
    reader_problem(&run->reader->problems, "%s/" SP_RUN_FILE ": thread segment %u is unreadable; copy the run again",
                   run->path, index);
    return false;
  }
  if (raw.magic != SP_THREAD_MAGIC || sum != raw.checksum || raw.index != index)
    tell(run, thread, "its header is damaged, tid or times may be wrong");
  take_end(run, &raw, thread);
  take_name(run, &raw, thread);
  return true;
}

static int compare_threads(const void *a, const void *b) {
  const struct reader_thread *x = a;
  const struct reader_thread *y = b;
  if (x->number != y->number)
    return x->number < y->number ? -1 : 1;
  return (x->index > y->index) - (x->index < y->index);
}

// Thread numbers may repeat in time: of those with the same tid the newest was the last one alive.
static void find_end_thread(const struct reader_run *run, struct reader_thread *threads, size_t count) {
  if (run->end != READER_END_EXITED && run->end != READER_END_SIGNALED)
    return;
  for (size_t i = count; i > 0; i--) {
    if (threads[i - 1].tid != run->header.end.tid)
      continue;
    threads[i - 1].is_end_thread = true;
    return;
  }
}

size_t reader_threads(struct reader_run *run, struct reader_thread **threads) {
  const struct sp_run_header *h = &run->header;
  const uint64_t bytes = run->file_bytes > h->thread_offset ? run->file_bytes - h->thread_offset : 0;
  uint64_t segments = (bytes + h->segment_bytes - 1) / h->segment_bytes;
  if (segments > h->thread_max)
    segments = h->thread_max;
  *threads = segments ? calloc(segments, sizeof **threads) : NULL;
  size_t count = 0;
  for (uint32_t i = 0; *threads && i < segments; i++)
    count += read_thread(run, i, &(*threads)[count]);
  if (count) {
    qsort(*threads, count, sizeof **threads, compare_threads);
    find_end_thread(run, *threads, count);
  } else {
    free(*threads);
    *threads = NULL;
  }
  return count;
}

// Reads the slots, and the head before and after. Slots behind the end of the file are READER_SLOT_UNREAD.
static uint32_t read_slots(struct reader_run *run, uint64_t segment, struct reader_ring_buffer *buffer,
                           struct sp_ring *before, struct sp_ring *after) {
  const uint32_t slots = run->header.ring_slots;
  const uint64_t at = segment + offsetof(struct sp_thread, ring);
  reader_file_read(run->fd, before, sizeof *before, at);
  const size_t got = reader_file_read(run->fd, buffer->slots, slots * sizeof *buffer->slots, at + SP_RING_SLOTS_OFFSET);
  reader_file_read(run->fd, after, sizeof *after, at);
  const uint32_t unread = slots - (uint32_t)(got / sizeof *buffer->slots);
  for (uint32_t i = slots - unread; i < slots; i++)
    buffer->slots[i] = READER_SLOT_UNREAD;
  return unread;
}

// A fast thread can write the whole ring while it is read. The newest slots alone are read in no time.
static void read_newest_slots(struct reader_run *run, uint64_t segment, struct reader_ring_buffer *buffer,
                              struct sp_ring *before, struct sp_ring *after) {
  const uint32_t mask = run->header.ring_slots - 1;
  const uint32_t wanted = mask < 64 ? mask : 64;
  const uint64_t at = segment + offsetof(struct sp_thread, ring);
  reader_file_read(run->fd, before, sizeof *before, at);
  const uint32_t from = (uint32_t)((before->head - wanted) & mask);
  const uint32_t whole = mask + 1 - from;
  const uint32_t first = wanted < whole ? wanted : whole;
  const uint64_t slots_at = at + SP_RING_SLOTS_OFFSET;
  reader_file_read(run->fd, buffer->slots + from, first * sizeof(uint32_t), slots_at + from * sizeof(uint32_t));
  reader_file_read(run->fd, buffer->slots, (wanted - first) * sizeof(uint32_t), slots_at);
  reader_file_read(run->fd, after, sizeof *after, at);
}

// More records than any machine can write since the thread began; a day is granted for clocks that were set.
static bool head_is_absurd(const struct reader_run *run, const struct reader_thread *thread, uint64_t head) {
  const uint64_t records_per_ns = 8;
  const uint64_t day_ns = UINT64_C(86400000000000);
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  uint64_t end = thread->end_ns ? thread->end_ns : run->header.end.time_ns;
  if (!end)
    end = (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
  const uint64_t lived = end > thread->start_ns ? end - thread->start_ns : 0;
  return head / records_per_ns > lived + day_ns;
}

static bool is_unwritten(const struct reader_ring *ring) {
  for (uint64_t i = 0; i <= ring->mask; i++)
    if (ring->slots[i] != SP_SLOT_EMPTY)
      return false;
  return true;
}

// Reads until the thread stood still meanwhile, or the window is not empty.
static struct sp_ring read_stable(struct reader_run *run, uint64_t segment, struct reader_ring_buffer *buffer,
                                  uint32_t *unread) {
  struct sp_ring before = {0};
  struct sp_ring after = {0};
  struct reader_ring *ring = &buffer->ring;
  for (int attempt = 0; attempt < 8; attempt++) {
    const bool is_last_resort = attempt >= 4;
    if (is_last_resort)
      read_newest_slots(run, segment, buffer, &before, &after);
    else
      *unread = read_slots(run, segment, buffer, &before, &after);
    const uint64_t later = after.head & ~SP_HEAD_SLOW;
    ring->head = before.head & ~SP_HEAD_SLOW;
    if (!is_last_resort && before.head == after.head) {
      reader_ring_analyse(ring);
      return before;
    }
    reader_ring_analyse_moving(ring, later);
    if (is_last_resort && ring->end - ring->first > 63)
      ring->first = ring->end > 63 ? ring->end - 63 : 0;
    if (ring->first < ring->end)
      return before;
  }
  return before;
}

// The segment of a thread that ended may go to another one.
static bool is_reused(const struct reader_run *run, const struct reader_thread *thread) {
  struct sp_thread raw = {0};
  const size_t bytes = offsetof(struct sp_thread, end);
  return reader_file_read(run->fd, &raw, bytes, segment_offset(run, thread->index)) == bytes &&
         (raw.number != thread->number || raw.tid != thread->tid);
}

bool reader_thread_ring(struct reader_run *run, const struct reader_thread *thread, struct reader_ring_buffer *buffer) {
  const uint32_t slots = run->header.ring_slots;
  if (!buffer->slots)
    buffer->slots = malloc(slots * sizeof *buffer->slots);
  if (!buffer->slots)
    return false;
  uint32_t unread = 0;
  buffer->ring = (struct reader_ring){.slots = buffer->slots, .mask = slots - 1};
  struct reader_ring *ring = &buffer->ring;
  const struct sp_ring raw = read_stable(run, segment_offset(run, thread->index), buffer, &unread);
  if (is_reused(run, thread))
    return false;
  if (raw.head & SP_HEAD_SLOW && is_unwritten(ring)) {
    // The records went to another sink.
    *ring = (struct reader_ring){.slots = buffer->slots, .mask = slots - 1};
    return true;
  }
  ring->head_is_damaged |= head_is_absurd(run, thread, ring->head);
  if (ring->first == ring->end && ring->head > READER_OPEN_MAX && !ring->head_is_damaged)
    tell(run, thread, "it writes its whole ring faster than that can be read; try again");
  if (unread)
    tell(run, thread, "the file is cut inside its ring, records are missing; copy the run again");
  if (raw.mask != slots - 1)
    tell(run, thread, "the size of its ring is damaged");
  if (ring->head_is_damaged) {
    ring->first = ring->end = ring->head;
    tell(run, thread, "the number of its records is damaged, its statements cannot be told");
  } else if (ring->slots_are_damaged) {
    tell(run, thread, "slots of its ring are damaged, its statements may be wrong");
  }
  return true;
}

void reader_ring_buffer_free(struct reader_ring_buffer *buffer) {
  free(buffer->slots);
  buffer->slots = NULL;
}
