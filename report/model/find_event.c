// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Reads the last event of a run: its end, its start while it goes on, or else the last sign of life of its threads.

#define _GNU_SOURCE

#include "find_event.h"

#include "report/reader/file.h"

#include <stdio.h>
#include <time.h>

// Threads that are asked for the last time that they recorded.
#define THREADS_ASKED 64u

static uint64_t since(uint64_t x, uint64_t start) { return x > start ? x - start : 0; }

static uint64_t later(uint64_t x, uint64_t y) { return x > y ? x : y; }

// In ns from the run's start.
static uint64_t last_time_of(const struct sp_run_header *header, const struct sp_thread *thread) {
  const uint64_t end = reader_counter_is_sound(&thread->end) ? thread->end.value : 0;
  const uint64_t told = since(thread->told_ns, header->start_monotonic_ns);
  return later(since(later(thread->start_ns, end), header->start_realtime_ns), told);
}

static uint64_t last_sign_of_life(int fd, const struct sp_run_header *header) {
  struct sp_thread thread;
  uint64_t last = 0;
  for (uint32_t i = 0; i < THREADS_ASKED && i < header->thread_max; i++) {
    const uint64_t at = header->thread_offset + i * header->segment_bytes;
    if (reader_file_read(fd, &thread, sizeof thread, at) < sizeof thread)
      break;
    if (thread.magic == SP_THREAD_MAGIC)
      last = later(last, last_time_of(header, &thread));
  }
  return last;
}

struct find_event find_event_read(int fd, const struct sp_run_header *header, struct find_event start) {
  const enum reader_end end = reader_header_end(header);
  switch (end) {
  case READER_END_RUNNING:
    return (struct find_event){.ns = start.ns, .is_running = true};
  case READER_END_SILENT:
  case READER_END_ELSEWHERE:
  case READER_END_DAMAGED:
    return (struct find_event){.ns = start.ns + last_sign_of_life(fd, header)};
  default:
    return (struct find_event){
        .ns = start.ns + since(header->end.time_ns, header->start_realtime_ns),
        .is_crash = end == READER_END_SIGNALED || end == READER_END_REPORTED,
    };
  }
}

struct find_event find_event_of_name(const char *name) {
  struct tm when = {0};
  unsigned long long ns = 0;
  if (sscanf(name, "%4d%2d%2dT%2d%2d%2d.%9llu", &when.tm_year, &when.tm_mon, &when.tm_mday, &when.tm_hour, &when.tm_min,
             &when.tm_sec, &ns) != 7)
    return (struct find_event){0};
  when.tm_year -= 1900;
  when.tm_mon--;
  return (struct find_event){.ns = (uint64_t)timegm(&when) * 1000000000u + ns};
}
