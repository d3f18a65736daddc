// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Finds the fault that a handler was given, and the statement that it interrupted.

#define _GNU_SOURCE

#include "caught.h"

#include "fault.h"
#include "file.h"
#include "frames.h"
#include "runtime/walk.h"

#include <stdio.h>
#include <stdlib.h>

static bool is_sound(const struct sp_fault *fault) {
  return fault->state > SP_FAULT_NONE && fault->state <= SP_FAULT_RAISED && fault->signal > 0 &&
         fault->checksum == sp_checksum(fault, offsetof(struct sp_fault, checksum));
}

static void copy_name(char *to, const char *name) {
  snprintf(to, READER_CAUGHT_NAME, "%.*s", READER_CAUGHT_NAME - 1, name);
}

// Number of the record that followed the fault.
static uint64_t record_behind(const struct sp_fault *fault, const struct reader_thread *thread) {
  const struct sp_ring_place place =
      sp_find_ring_place(fault->place, fault->chunks, thread->ring_address, thread->ring_room);
  return place.begun ? (place.begun - 1) * SP_CHUNK_RECORDS + place.in_newest : 0;
}

static void name_function(const struct reader_run *run, const struct reader_history *history,
                          struct reader_caught *caught) {
  struct reader_fault fault;
  struct reader_site site;
  if (reader_fault_find(run, caught->fault.pc, &fault))
    return copy_name(caught->function, fault.function);
  if (caught->number != UINT64_MAX &&
      reader_sites_find(&run->sites, reader_history_value(history, caught->number), &site))
    copy_name(caught->function, site.function);
}

// The frame of the handler, where it left a mark and is still open at the end; NULL: there is none.
static const struct reader_frame *open_handler(const struct reader_frames *frames, const struct reader_caught *caught) {
  for (size_t i = 0; i < frames->depth; i++)
    if (frames->frames[i].signal == caught->fault.signal && caught->number != UINT64_MAX &&
        frames->frames[i].entered > caught->number)
      return &frames->frames[i];
  return NULL;
}

// Whether the handler is recorded.
static bool has_mark(const struct reader_history *history, const struct reader_caught *caught) {
  for (size_t i = 0; i < history->mark_count; i++)
    if (history->marks[i].signal == caught->fault.signal && history->marks[i].number == caught->number + 1)
      return true;
  return false;
}

// Whether the fault was still being handled at the end.
static bool look_at(struct reader_run *run, const struct reader_thread *thread, const struct sp_fault *fault,
                    struct reader_caught *caught) {
  struct reader_history history = {.wanted = record_behind(fault, thread)};
  struct reader_frames frames = {.run = run};
  struct reader_site site;
  *caught = (struct reader_caught){.thread = thread->index, .tid = thread->tid, .fault = *fault, .number = UINT64_MAX};
  if (reader_thread_history(run, thread, &history) && history.first < history.end) {
    if (history.wanted_at > history.first && history.wanted_at <= history.end)
      caught->number = history.wanted_at - 1;
    reader_frames_begin(&frames, &history, history.first);
    reader_frames_go(&frames, &history, history.end - 1);
    reader_frames_settle(&frames, &history);
  }
  const struct reader_frame *handler = open_handler(&frames, caught);
  const bool is_marked = has_mark(&history, caught);
  // A handler that had returned just before, with nothing recorded since, was not what this one interrupted.
  if (handler && handler > frames.frames && handler[-1].number < caught->number)
    caught->number = handler[-1].number;
  if (handler && reader_sites_find(&run->sites, handler->function, &site))
    copy_name(caught->handler, site.function);
  else
    reader_fault_name(run, fault->handler, caught->handler, sizeof caught->handler);
  name_function(run, &history, caught);
  // Of a handler that is not recorded nothing tells that it has returned, but what came after it.
  const bool is_last = caught->number != UINT64_MAX && caught->number + 1 == history.end && !thread->end_ns;
  const bool is_noted = fault->state == SP_FAULT_ENDED || (is_last && run->end != READER_END_EXITED);
  const bool is_open = handler || fault->state == SP_FAULT_RAISED || (is_noted && !is_marked);
  reader_frames_free(&frames);
  reader_history_free(&history);
  return is_open;
}

static bool read_fault(struct reader_run *run, const struct reader_thread *thread, struct sp_fault *fault) {
  const uint64_t at = reader_segment_offset(run, thread->index) + offsetof(struct sp_thread, fault);
  return reader_file_read(run->fd, fault, sizeof *fault, at) == sizeof *fault && is_sound(fault);
}

// The one that the process ended with, or else the first.
static bool find(struct reader_run *run, struct reader_caught *caught) {
  struct reader_thread *threads;
  struct reader_caught one;
  bool is_found = false;
  const size_t count = reader_threads(run, &threads);
  for (size_t i = 0; i < count; i++) {
    struct sp_fault fault;
    if (!read_fault(run, &threads[i], &fault) || (run->end == READER_END_EXITED && fault.state == SP_FAULT_HANDLED) ||
        !look_at(run, &threads[i], &fault, &one))
      continue;
    const bool is_better = one.fault.state != caught->fault.state ? one.fault.state > caught->fault.state
                                                                  : one.fault.time_ns < caught->fault.time_ns;
    if (!is_found || is_better)
      *caught = one;
    is_found = true;
  }
  free(threads);
  return is_found;
}

struct reader_caught *reader_caught_find(struct reader_run *run) {
  if (run->end == READER_END_REPORTED) // the handler was a sanitizer's
    return NULL;
  struct reader_problems kept = run->reader->problems;
  struct reader_caught *caught = calloc(1, sizeof *caught);
  run->reader->problems = (struct reader_problems){0};
  if (caught && !find(run, caught)) {
    free(caught);
    caught = NULL;
  }
  run->reader->problems = kept;
  return caught;
}
