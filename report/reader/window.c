// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Reads again until the thread has stood still meanwhile, or leaves out what it may have overwritten.

#define _GNU_SOURCE

#include "window.h"

#include "file.h"
#include "runtime/walk.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

// A fast thread can write its whole ring while it is read: then only the newest chunks are.
#define WHOLE_ATTEMPTS 4
#define ATTEMPTS 8
#define NEWEST_CHUNKS 2u

// A thread's header at one moment, and the place in the ring that it tells.
struct moment {
  struct sp_thread raw;
  uint32_t room;              // chunks of the ring
  struct sp_ring_place place; // begun is 0 if it is damaged
};

static void find_place(const struct reader_thread *thread, struct moment *moment) {
  const struct sp_counter *chunks = &moment->raw.chunks;
  moment->place = (struct sp_ring_place){0};
  const uint32_t mask = moment->raw.ring.mask;
  const uint32_t room = sp_ring_room(&moment->raw.room, thread->ring_chunks);
  moment->room = room ? room : thread->ring_chunks;
  if (room && reader_counter_is_sound(chunks) && (mask == SP_CHUNK_MASK || mask == 0))
    moment->place = sp_find_ring_place(moment->raw.ring.next, chunks->value, thread->ring_address, moment->room);
}

static void read_moment(struct reader_run *run, const struct reader_thread *thread, struct moment *moment) {
  memset(moment, 0, sizeof *moment);
  reader_file_read(run->fd, &moment->raw, sizeof moment->raw, reader_segment_offset(run, thread->index));
  find_place(thread, moment);
}

// Reads the chunks [from, from + count) of the ring. What is behind the end of the file is left empty. Returns the
// bytes that are missing.
static uint64_t read_chunks(struct reader_run *run, const struct reader_thread *thread, unsigned char *bytes,
                            uint64_t from, uint64_t count) {
  const uint64_t size = count * SP_CHUNK_BYTES;
  unsigned char *place = bytes + from * SP_CHUNK_BYTES;
  const uint64_t at = reader_segment_offset(run, thread->index) + SP_THREAD_HEADER_BYTES + from * SP_CHUNK_BYTES;
  const uint64_t got = reader_file_read(run->fd, place, size, at);
  memset(place + got, 0, size - got);
  return size - got;
}

static void read_newest_chunks(struct reader_run *run, const struct reader_thread *thread, unsigned char *bytes,
                               const struct moment *moment) {
  const uint64_t begun = moment->place.begun;
  for (uint64_t i = 1; i <= NEWEST_CHUNKS && i <= begun; i++)
    read_chunks(run, thread, bytes, (begun - i) % moment->room, 1);
}

// Reads until the thread stood still meanwhile, or the window is not empty. Returns what the thread's header said.
static struct moment read_stable(struct reader_run *run, const struct reader_thread *thread, unsigned char *bytes,
                                 struct reader_ring *ring, uint64_t *missing) {
  struct moment before, after;
  for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
    const bool is_whole = attempt < WHOLE_ATTEMPTS;
    read_moment(run, thread, &before);
    if (is_whole)
      *missing = read_chunks(run, thread, bytes, 0, before.room);
    else if (before.place.begun)
      read_newest_chunks(run, thread, bytes, &before);
    read_moment(run, thread, &after);
    ring->begun = before.place.begun ? before.place.begun : 1;
    ring->in_newest = before.place.in_newest;
    ring->is_next_begun = before.place.is_next_begun;
    ring->chunks = before.room;
    if (is_whole && memcmp(&before.raw, &after.raw, sizeof before.raw) == 0) {
      reader_ring_analyse(ring);
      break;
    }
    if (!before.place.begun || !after.place.begun)
      continue;
    reader_ring_analyse_moving(ring, after.place.begun);
    const uint64_t least =
        before.place.begun > NEWEST_CHUNKS ? (before.place.begun - NEWEST_CHUNKS) * SP_CHUNK_RECORDS : 0;
    if (!is_whole && ring->first < least)
      ring->first = least;
    if (ring->first < ring->end)
      break;
  }
  return before;
}

// More chunks than any machine can fill since the thread began; a day is granted for clocks that were set.
static bool is_absurd(const struct reader_run *run, const struct reader_thread *thread, uint64_t begun) {
  const uint64_t chunk_ns = 200, day_ns = UINT64_C(86400000000000);
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  uint64_t end = thread->end_ns ? thread->end_ns : run->header.end.time_ns;
  if (!end)
    end = (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
  const uint64_t lived = end > thread->start_ns ? end - thread->start_ns : 0;
  return begun > (lived + day_ns) / chunk_ns;
}

// The segment of a thread that ended may go to another one.
static bool is_reused(const struct moment *moment, const struct reader_thread *thread) {
  return moment->raw.number != thread->number || moment->raw.tid != thread->tid;
}

static void tell(struct reader_run *run, const struct reader_thread *thread, const struct reader_ring *ring,
                 const struct moment *moment, uint64_t missing) {
  if (missing)
    reader_thread_problem(run, thread, "the file is cut inside its ring, records are missing; copy the run again");
  if (!moment->place.begun || ring->place_is_damaged)
    reader_thread_problem(run, thread, "the place of its newest record is damaged, its statements cannot be told");
  else if (ring->records_are_damaged)
    reader_thread_problem(run, thread,
                          "there are records behind the newest one, of a signal handler, or by damage: its last "
                          "statements may be others");
  else if (ring->first == ring->end && ring->end > READER_OPEN_MAX)
    reader_thread_problem(run, thread, "it writes its whole ring faster than that can be read; try again");
}

static bool find_room(struct reader_run *run, const struct reader_thread *thread, struct reader_window *window) {
  const size_t size = (size_t)thread->ring_chunks * SP_CHUNK_BYTES;
  if (thread->ring_chunks < SP_RING_CHUNKS_MIN || size > run->header.ring_bytes) {
    reader_thread_problem(run, thread, "the size of its ring is damaged, its statements cannot be told");
    return false;
  }
  if (size > window->byte_room) {
    free(window->bytes);
    window->bytes = malloc(size);
    window->byte_room = window->bytes ? size : 0;
  }
  return window->bytes;
}

bool reader_window_read(struct reader_run *run, const struct reader_thread *thread, struct reader_window *window) {
  window->is_damaged = true;
  if (!find_room(run, thread, window))
    return false;
  uint64_t missing = 0;
  window->ring = (struct reader_ring){.bytes = window->bytes};
  struct moment moment = read_stable(run, thread, window->bytes, &window->ring, &missing);
  if (is_reused(&moment, thread))
    return false;
  if (moment.place.begun && is_absurd(run, thread, moment.place.begun))
    moment.place.begun = 0;
  tell(run, thread, &window->ring, &moment, missing);
  window->is_damaged = !moment.place.begun || window->ring.place_is_damaged;
  if (window->is_damaged)
    window->ring.first = window->ring.end = window->ring.open = 0;
  window->is_slow = moment.raw.ring.mask == 0;
  window->statements = moment.raw.statements;
  window->only_last = moment.raw.ring.last;
  return true;
}

void reader_windows_tell(struct reader_run *run) {
  struct reader_window window = {0};
  struct reader_thread *threads;
  const size_t count = reader_threads(run, &threads);
  for (size_t i = 0; i < count; i++)
    reader_window_read(run, &threads[i], &window);
  reader_window_free(&window);
  free(threads);
}

// A step changes nothing but the newest record.
uint64_t reader_window_mark(struct reader_run *run, const struct reader_thread *thread) {
  struct moment moment;
  uint64_t newest = 0;
  read_moment(run, thread, &moment);
  const struct sp_ring_place *place = &moment.place;
  if (place->begun && place->in_newest) {
    const uint64_t number = (place->begun - 1) * SP_CHUNK_RECORDS + place->in_newest - 1;
    const uint64_t ring = reader_segment_offset(run, thread->index) + SP_THREAD_HEADER_BYTES;
    reader_file_read(run->fd, &newest, sizeof newest, ring + sp_record_offset(number, moment.room));
  }
  return sp_checksum(&moment.raw, sizeof moment.raw) ^ newest;
}

bool reader_window_chunk_ends(const struct reader_ring *ring, uint64_t number) {
  do {
    if (reader_record_is_there(reader_ring_record(ring, number)))
      return false;
  } while (++number % SP_CHUNK_RECORDS != 0 && number < ring->end);
  return number % SP_CHUNK_RECORDS == 0;
}

void reader_window_free(struct reader_window *window) {
  free(window->bytes);
  *window = (struct reader_window){0};
}
