// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Threads and their segments of run.sp.
#define _GNU_SOURCE
#include "process.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "record_text.h"

// Ended threads whose rings are kept; past that the oldest one's segment is used again.
#define KEPT_ENDED 32u
// Rounds of thread-specific destructors that glibc and musl run; we end with the last one, after all others.
#define DESTRUCTOR_ROUNDS 4

static pthread_key_t key;
static bool key_made;

static uint64_t segment_offset(uint32_t index) {
  return sp_process.header->thread_offset + (uint64_t)index * sp_process.header->segment_bytes;
}

static uint32_t chunks_of_segment(uint32_t index) {
  uint32_t chunks = sp_process.ring_bytes / SP_CHUNK_BYTES;
  if (index >= SP_LARGE_RINGS)
    chunks /= SP_SMALL_RING_PART;
  return chunks < SP_RING_CHUNKS_MIN ? SP_RING_CHUNKS_MIN : chunks;
}

static uint64_t segment_bytes(uint32_t chunks) { return SP_THREAD_HEADER_BYTES + (uint64_t)chunks * SP_CHUNK_BYTES; }

// Chunks that a ring begins with.
static uint32_t first_room(uint32_t chunks) {
  return sp_process.can_populate && chunks > SP_RING_CHUNKS_FIRST ? SP_RING_CHUNKS_FIRST : chunks;
}

// An address where a segment of that many bytes has its ring at a multiple of the chunks' size, or NULL.
static void *find_room(uint64_t bytes) {
  char *room = mmap(NULL, bytes + SP_CHUNK_BYTES, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (room == MAP_FAILED)
    return NULL;
  size_t before = (size_t)(-(uintptr_t)(room + SP_THREAD_HEADER_BYTES) & SP_CHUNK_MASK);
  if (before > 0)
    munmap(room, before);
  munmap(room + before + bytes, SP_CHUNK_BYTES - before);
  return room + before;
}

// Blocks for the first chunks, and a hole for the rest.
static bool reserve_segment(int file, uint64_t offset, uint32_t chunks) {
  const uint32_t room = first_room(chunks);
  return sp_reserve(file, offset, segment_bytes(room)) &&
         (room == chunks || sp_lengthen(file, offset + segment_bytes(chunks)));
}

// Maps segment number index of the run's file, with a ring of that many chunks; at: an address to replace, or NULL.
static struct sp_thread *map_segment(uint32_t index, uint32_t chunks, void *at) {
  int file = sp_open_run_file();
  if (file < 0)
    return NULL;
  uint64_t bytes = segment_bytes(chunks), offset = segment_offset(index);
  void *memory = MAP_FAILED, *room = at;
  if (reserve_segment(file, offset, chunks) && (room || (room = find_room(bytes))))
    memory = mmap(room, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, file, (off_t)offset);
  int kept = errno;
  close(file);
  if (memory == MAP_FAILED && room && !at)
    munmap(room, bytes);
  errno = kept;
  return memory == MAP_FAILED ? NULL : memory;
}

void sp_note_thread_name(struct sp_thread *thread, const char *name) {
  char fixed[sizeof thread->name] = {0};
  memcpy(fixed, name, strnlen(name, sizeof fixed - 1));
  memcpy(thread->name, fixed, sizeof fixed);
  thread->name_checksum = sp_checksum(fixed, sizeof fixed);
}

// room: chunks for which there are blocks.
static void fill_header(struct sp_thread *thread, uint32_t index, uint32_t chunks, uint32_t room) {
  char name[16] = "";
  thread->index = index;
  thread->tid = (int32_t)syscall(SYS_gettid);
  thread->number = ++sp_process.thread_number;
  thread->start_ns = sp_now(CLOCK_REALTIME);
  thread->ring_address = (uint64_t)(uintptr_t)(thread + 1);
  thread->ring_chunks = chunks;
  thread->checksum =
      sp_checksum(&thread->index, offsetof(struct sp_thread, checksum) - offsetof(struct sp_thread, index));
  prctl(PR_GET_NAME, name, 0, 0, 0);
  sp_note_thread_name(thread, name);
  thread->ring.clock = sp_process.tick ? sp_process.tick : &thread->ring.next;
  thread->ring.mask = sp_process.text ? 0 : SP_CHUNK_MASK;
  thread->ring.restorer = sp_process.restorer;
  sp_set_counter(&thread->room, room);
  sp_begin_ring(thread);
  if (sp_process.text)
    thread->ring.clock = &thread->ring.tick; // lines have their own times
  __atomic_store_n(&thread->magic, SP_THREAD_MAGIC, __ATOMIC_RELEASE);
}

// What a thread gets: a segment that is all 0.
struct place {
  struct sp_thread *thread; // NULL: there is none
  uint32_t index, chunks, room;
};

// Empties the oldest ended thread's segment.
static struct place reuse_segment(void) {
  struct place place = {.index = sp_process.ended[sp_process.ended_first]};
  sp_process.ended_first = (sp_process.ended_first + 1) % SP_THREAD_MAX;
  sp_process.ended_count--;
  struct sp_thread *thread = place.thread = sp_process.segments[place.index];
  place.chunks = thread->ring_chunks;
  place.room = (uint32_t)thread->room.value;
  uint64_t used = thread->chunks.value < place.room ? thread->chunks.value : place.room;
  __atomic_store_n(&thread->magic, 0, __ATOMIC_RELEASE);
  memset(thread, 0, sizeof *thread + used * SP_CHUNK_BYTES);
  return place;
}

static struct place take_segment(void) {
  bool full = sp_process.segment_count == SP_THREAD_MAX;
  if (sp_process.ended_count > KEPT_ENDED || (full && sp_process.ended_count > 0))
    return reuse_segment();
  struct place place = {.index = sp_process.segment_count};
  if (full)
    return place;
  place.chunks = chunks_of_segment(place.index);
  place.room = first_room(place.chunks);
  place.thread = map_segment(place.index, place.chunks, NULL);
  if (place.thread)
    sp_process.segments[sp_process.segment_count++] = place.thread;
  return place;
}

uint64_t sp_thread_bytes(void) { return sp_self.segment ? segment_bytes((uint32_t)sp_self.segment->room.value) : 0; }

static void note_thread_end(struct sp_thread *thread) {
  char name[16] = "";
  prctl(PR_GET_NAME, name, 0, 0, 0);
  sp_note_thread_name(thread, name);
  sp_set_counter(&thread->end, sp_now(CLOCK_REALTIME));
  sp_process.ended[(sp_process.ended_first + sp_process.ended_count++) % SP_THREAD_MAX] = thread->index;
}

static void end_thread(void *rounds) {
  uintptr_t left = (uintptr_t)rounds;
  if (left > 1) {
    pthread_setspecific(key, (void *)(left - 1));
    return;
  }
  sigset_t saved;
  sp_self.busy = sp_self.is_ending = true;
  sp_lock(&saved);
  struct sp_thread *thread = sp_self.segment;
  sp_forget_left_out();
  if (thread)
    note_thread_end(thread);
  // ThreadSanitizer has put away what its close() needs.
  if (sp_self.text_file)
    syscall(SYS_close, sp_self.text_file - 1);
  sp_self.text_file = 0;
  sp_unlock(&saved);
  sp_drop_signal_stack();
  sp_self.busy = sp_self.is_ending = false;
}

bool sp_watch_thread_end(void) {
  if (!key_made)
    key_made = pthread_key_create(&key, end_thread) == 0;
  return key_made && pthread_setspecific(key, (void *)(uintptr_t)DESTRUCTOR_ROUNDS) == 0;
}

bool sp_start_thread(void) {
  const struct place place = take_segment();
  if (!place.thread) {
    sp_self.no_ring = sp_process.segment_count == SP_THREAD_MAX ? SP_NO_RING_LIMIT : SP_NO_RING_ROOM;
    struct sp_counter *lost = &sp_process.header->lost_threads;
    if (lost->value == 0)
      sp_note("a thread is not recorded, its ring cannot be made", strerror(errno));
    sp_set_counter(lost, lost->value + 1);
    return false;
  }
  fill_header(place.thread, place.index, place.chunks, place.room);
  sp_self.segment = place.thread;
  sp_add_signal_stack();
  sp_watch_thread_end();
  if (sp_process.text)
    sp_open_text();
  return true;
}

bool sp_restart_thread_after_fork(void) {
  struct sp_thread *kept = sp_self.segment;
  for (uint32_t i = 0; i < sp_process.segment_count; i++)
    if (sp_process.segments[i] != kept)
      munmap(sp_process.segments[i], segment_bytes(sp_process.segments[i]->ring_chunks));
  sp_process.segment_count = sp_process.ended_count = sp_process.thread_number = 0;
  if (!kept)
    return true;
  uint32_t chunks = kept->ring_chunks;
  if (sp_process.state != SP_READY || map_segment(0, chunks, kept) != kept) {
    // Code on the stack holds this address. What it writes from now on may not reach the parent's run.
    (void)mmap(kept, segment_bytes(chunks), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
    fill_header(kept, 0, chunks, chunks);
    kept->ring.mask = SP_CHUNK_MASK;
    return false;
  }
  sp_process.segments[sp_process.segment_count++] = kept;
  fill_header(kept, 0, chunks, first_room(chunks));
  if (sp_process.text)
    sp_open_text();
  return true;
}

void sp_note_thread_names(void) {
  for (uint32_t i = 0; i < sp_process.segment_count; i++) {
    struct sp_thread *thread = sp_process.segments[i];
    if (thread->magic != SP_THREAD_MAGIC || thread->end.value != 0)
      continue;
    char path[64], name[32];
    struct sp_text_out out = {path, path + sizeof path - 1};
    sp_text_plain(&out, "/proc/self/task/");
    sp_text_number(&out, (uint64_t)thread->tid, 1);
    sp_text_plain(&out, "/comm");
    *out.at = '\0';
    ssize_t bytes = sp_read_file(path, name, sizeof name);
    if (bytes <= 0)
      continue;
    name[strcspn(name, "\n")] = '\0';
    sp_note_thread_name(thread, name);
  }
}
