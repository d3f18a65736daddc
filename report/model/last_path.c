// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Follows the frames over the newest statements only, so that a thousand threads take no longer than one.

#define _GNU_SOURCE

#include "last_path.h"

#include "report/reader/parent.h"

#include <stdlib.h>

// Statements that are looked at in all threads together, some 20 ms; and at least in each.
#define MOST_STATEMENTS 1000000u
#define LEAST_STATEMENTS 2000u
#define MOST_CALLS 200u

struct last_path_finder last_path_begin(struct reader_run *run, size_t threads) {
  struct last_path_finder finder = {.run = run, .frames.run = run, .most = MOST_STATEMENTS};
  if (threads)
    finder.most /= threads;
  if (finder.most < LEAST_STATEMENTS)
    finder.most = LEAST_STATEMENTS;
  return finder;
}

void last_path_end(struct last_path_finder *finder) { reader_frames_free(&finder->frames); }

// The calls around the fork() that made the process come first.
static void add_calls(struct last_path *path, const struct reader_frames *frames, const struct reader_parent *parent) {
  const size_t own = frames->depth ? frames->depth - 1 : 0, count = parent->count + own;
  path->left_out = count > MOST_CALLS ? count - MOST_CALLS : 0;
  path->calls = calloc(count - path->left_out + 1, sizeof *path->calls);
  for (size_t i = 0; path->calls && i < count; i += i == 0 ? 1 + path->left_out : 1) {
    struct reader_site *call = &path->calls[path->count];
    if (i < parent->count)
      *call = parent->calls[i];
    path->count +=
        i < parent->count || reader_sites_find(&frames->run->sites, frames->frames[i - parent->count].value, call);
  }
}

// The first and the last of them, if they are many. The calls around the fork() that made the process come first.
static void add_lines(struct last_path *path, const struct reader_frames *frames, const struct reader_parent *parent) {
  const size_t own = frames->depth ? frames->depth - 1 : 0;
  size_t lines = parent->count, line = 0;
  for (size_t i = 0; i < own; i += fold_find(frames, i).frames)
    lines++;
  path->lines_left_out = lines > MOST_CALLS ? lines - MOST_CALLS : 0;
  path->lines = calloc(lines - path->lines_left_out + 1, sizeof *path->lines);
  for (; path->lines && line < parent->count; line++)
    if (line == 0 || line > path->lines_left_out)
      path->lines[path->line_count++].site = parent->calls[line];
  for (size_t i = 0; path->lines && i < own; line++) {
    const struct fold fold = fold_find(frames, i);
    struct last_call *call = &path->lines[path->line_count];
    const bool is_kept = line == 0 || line > path->lines_left_out;
    if (is_kept && reader_sites_find(&frames->run->sites, frames->frames[i].value, &call->site)) {
      call->fold = fold;
      path->line_count++;
    }
    i += fold.frames;
  }
}

// All of them, though not all calls are kept.
static void add_folds(struct last_path *path, const struct reader_frames *frames) {
  size_t room = 0;
  for (size_t i = 0; i + 1 < frames->depth;) {
    const struct fold fold = fold_find(frames, i);
    i += fold.frames;
    if (fold.frames == 1)
      continue;
    if (path->fold_count == room) {
      room = room ? 2 * room : 8;
      struct fold *more = realloc(path->folds, room * sizeof *more);
      if (!more)
        return;
      path->folds = more;
    }
    path->folds[path->fold_count++] = fold;
  }
}

static void find_handlers(struct last_path *path, const struct reader_frames *frames) {
  struct reader_site site;
  for (size_t i = frames->depth; i-- > 0 && path->handler_count < LAST_HANDLERS_MOST;) {
    if (!frames->frames[i].signal)
      continue;
    struct last_handler *handler = &path->handlers[path->handler_count++];
    *handler = (struct last_handler){.signal = frames->frames[i].signal};
    if (reader_sites_find(&frames->run->sites, frames->frames[i].function, &site))
      handler->function = site.function;
    if (i > 0)
      reader_sites_find(&frames->run->sites, frames->frames[i - 1].value, &handler->interrupted);
  }
}

void last_path_find(struct last_path *path, struct last_path_finder *finder, const struct reader_thread *thread,
                    const struct reader_history *history, uint64_t number, bool is_first) {
  struct reader_frames *frames = &finder->frames;
  const uint64_t most = is_first ? MOST_STATEMENTS : finder->most;
  last_path_free(path);
  if (!finder->most)
    return;
  const uint64_t begin = number - history->first > most ? number - most : history->first;
  reader_frames_begin(frames, history, begin);
  reader_frames_go(frames, history, number);
  struct reader_parent parent = {.has_more = reader_frames_have_callers(frames)};
  if (begin == history->first)
    parent = reader_parent_calls(finder->run, thread, history, frames);
  path->has_more = parent.has_more;
  find_handlers(path, frames);
  add_calls(path, frames, &parent);
  add_lines(path, frames, &parent);
  add_folds(path, frames);
  reader_parent_free(&parent);
}

void last_path_free(struct last_path *path) {
  free(path->lines);
  free(path->folds);
  free(path->calls);
  *path = (struct last_path){0};
}
