// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Opens the parent's run, and follows its frames up to the fork.

#define _GNU_SOURCE

#include "parent.h"

#include "file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Forks of forks that are followed, and statements before each of them.
#define MOST_PARENTS 16u
#define MOST_STATEMENTS 1000000u

static bool read_place(const struct reader_run *run, struct sp_fork_place *place) {
  return *run->header.parent_run && !strchr(run->header.parent_run, '/') &&
         reader_file_read(run->fd, place, sizeof *place, SP_FORK_OFFSET) == sizeof *place &&
         place->checksum == sp_checksum(place, offsetof(struct sp_fork_place, checksum));
}

// The parent's run is beside it.
static struct reader_run *open_parent(const struct reader_run *run) {
  char *path;
  struct reader_run *parent = NULL;
  if (asprintf(&path, "%.*s%s", (int)(run->name - run->path), run->path, run->header.parent_run) < 0)
    return NULL;
  if (reader_run_is_there(path))
    parent = reader_run_open(run->reader, path);
  free(path);
  return parent;
}

// The frames of the parent's thread as it forked. Returns false if the ring has lapped since.
static bool go_to_fork(struct reader_run *run, const struct sp_fork_place *place, struct reader_thread *thread,
                       struct reader_history *history, struct reader_frames *frames) {
  struct reader_thread *threads;
  const size_t count = reader_threads(run, &threads);
  bool is_found = false;
  for (size_t i = 0; i < count && !is_found; i++) {
    is_found = threads[i].number == place->thread && threads[i].tid == place->tid;
    *thread = threads[i];
  }
  free(threads);
  history->wanted = place->record;
  if (!is_found || !reader_thread_history(run, thread, history) || history->is_only_last ||
      history->window.ring.first > place->record || history->wanted_at <= history->first)
    return false;
  const uint64_t number = history->wanted_at - 1;
  reader_frames_begin(frames, history,
                      number - history->first > MOST_STATEMENTS ? number - MOST_STATEMENTS : history->first);
  reader_frames_go(frames, history, number);
  return frames->depth > 0;
}

// So many of the parent's frames are around the child's outermost one: all if that was called anew, else those of which
// it is a copy.
static size_t count_around(const struct reader_frames *parent, const struct reader_frames *child) {
  if (!child->is_cut)
    return parent->depth;
  size_t index = parent->depth;
  while (index > 0 && parent->frames[index - 1].function != child->frames[0].function)
    index--;
  return index ? index - 1 : 0;
}

static bool prepend(struct reader_parent *result, const struct reader_frames *frames, size_t count) {
  struct reader_site *calls = calloc(count + result->count + 1, sizeof *calls);
  size_t used = 0;
  if (!calls)
    return false;
  for (size_t i = 0; i < count; i++)
    used += reader_sites_find(&frames->run->sites, frames->frames[i].value, &calls[used]);
  if (result->count)
    memcpy(calls + used, result->calls, result->count * sizeof *calls);
  free(result->calls);
  result->calls = calls;
  result->count += used;
  return true;
}

// Adds what is around these frames, and goes on with the parent's own parent.
static void add_parents(struct reader_parent *result, struct reader_run *run, const struct reader_thread *thread,
                        const struct reader_history *history, const struct reader_frames *frames, unsigned left) {
  struct sp_fork_place place;
  struct reader_thread around;
  struct reader_history before = {0};
  struct reader_run *parent = NULL;
  // What was called since the fork and is older than the window is not known.
  const bool is_whole = history->first == 0 && history->window.ring.first == 0;
  result->has_more = reader_frames_have_callers(frames);
  // The thread that forked is the first one of its child.
  if (left && frames->depth && is_whole && thread->number == 1 && read_place(run, &place))
    parent = open_parent(run);
  if (!parent)
    return;
  struct reader_frames outer = {.run = parent};
  if (go_to_fork(parent, &place, &around, &before, &outer)) {
    const size_t count = count_around(&outer, frames);
    const bool is_same = outer.depth && outer.frames[0].function == frames->frames[0].function;
    if ((count && prepend(result, &outer, count)) || is_same)
      add_parents(result, parent, &around, &before, &outer, left - 1);
  }
  reader_frames_free(&outer);
  reader_history_free(&before);
  reader_run_close(parent);
}

struct reader_parent reader_parent_calls(struct reader_run *run, const struct reader_thread *thread,
                                         const struct reader_history *history, const struct reader_frames *frames) {
  struct reader_parent result = {0};
  // What is wrong with the parent's run is told where that is shown.
  const struct reader_problems kept = run->reader->problems;
  run->reader->problems.out = NULL;
  add_parents(&result, run, thread, history, frames, MOST_PARENTS);
  run->reader->problems = kept;
  return result;
}

void reader_parent_free(struct reader_parent *parent) {
  free(parent->calls);
  *parent = (struct reader_parent){0};
}
