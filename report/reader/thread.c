// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Reads the headers of thread segments.

#define _GNU_SOURCE

#include "thread.h"

#include "alive.h"
#include "caught.h"
#include "file.h"
#include "runtime/walk.h"

#include <stdlib.h>
#include <string.h>

uint64_t reader_segment_offset(const struct reader_run *run, uint32_t index) {
  return run->header.thread_offset + index * run->header.segment_bytes;
}

void reader_thread_problem(struct reader_run *run, const struct reader_thread *thread, const char *what) {
  reader_problem(&run->reader->problems, "%s/" SP_RUN_FILE ": thread %u (tid %d): %s", run->path, thread->number,
                 thread->tid, what);
}

static void take_end(struct reader_run *run, const struct sp_thread *raw, struct reader_thread *thread) {
  thread->end_ns = raw->end.value;
  if (reader_counter_is_sound(&raw->end))
    return;
  thread->end_ns = 0;
  if (!reader_end_may_go_on(run->end))
    reader_thread_problem(run, thread, "the time of its end is damaged");
}

// A name with no checksum is one that was not yet noted. In a live process it may be half written.
static void take_name(struct reader_run *run, const struct sp_thread *raw, struct reader_thread *thread) {
  static const char nothing[sizeof raw->name];
  if (raw->name_checksum == sp_checksum(raw->name, sizeof raw->name))
    memcpy(thread->name, raw->name, sizeof raw->name);
  else if (!reader_end_may_go_on(run->end) && (raw->name_checksum || memcmp(raw->name, nothing, sizeof nothing) != 0))
    reader_thread_problem(run, thread, "its name is damaged");
}

// The run has a thread's name as it was at the start until the thread or the process ends: of a process that goes on,
// the kernel knows it.
static void take_live_name(const struct reader_run *run, struct reader_thread *thread) {
  char path[64];
  if (run->end != READER_END_RUNNING || !reader_alive_is_near(&run->header) || thread->end_ns || thread->tid <= 0)
    return;
  snprintf(path, sizeof path, "/proc/%d/task/%d/comm", run->header.pid, thread->tid);
  FILE *file = fopen(path, "re");
  char name[sizeof thread->name + 1] = "";
  if (file && fgets(name, sizeof name, file)) {
    name[strcspn(name, "\n")] = '\0';
    memcpy(thread->name, name, sizeof thread->name);
    thread->name[sizeof thread->name - 1] = '\0';
  }
  if (file)
    fclose(file);
}

// Returns false if the segment holds no thread.
static bool read_thread(struct reader_run *run, uint32_t index, struct reader_thread *thread) {
  struct sp_thread raw;
  const uint64_t at = reader_segment_offset(run, index);
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
  thread->ring_address = raw.ring_address;
  thread->ring_chunks = raw.ring_chunks;
  thread->ring_room = sp_ring_room(&raw.room, raw.ring_chunks);
  if (raw.magic != SP_THREAD_MAGIC && sum != raw.checksum) {
    reader_problem(&run->reader->problems, "%s/" SP_RUN_FILE ": thread segment %u is unreadable; copy the run again",
                   run->path, index);
    return false;
  }
  if (raw.magic != SP_THREAD_MAGIC || sum != raw.checksum || raw.index != index)
    reader_thread_problem(run, thread, "its header is damaged, tid or times may be wrong");
  take_end(run, &raw, thread);
  take_name(run, &raw, thread);
  take_live_name(run, thread);
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
  if (run->end != READER_END_EXITED && run->end != READER_END_SIGNALED && run->end != READER_END_REPORTED &&
      run->end != READER_END_EXITING && run->end != READER_END_EXIT_CUT && !run->caught)
    return;
  for (size_t i = count; i > 0; i--) {
    if (run->caught ? threads[i - 1].index != run->caught->thread : threads[i - 1].tid != run->header.end.tid)
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
