// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "last_path.h"

#include "json.h"
#include "reader_parent.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

// Statements that are looked at in all threads together, some 20 ms; and at least in each.
#define MOST_STATEMENTS 1000000u
#define LEAST_STATEMENTS 2000u
#define MOST_CALLS 200u
#define WIDTH 110u // columns of the line, about

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
  add_calls(path, frames, &parent);
  reader_parent_free(&parent);
}

void last_path_free(struct last_path *path) {
  free(path->calls);
  *path = (struct last_path){0};
}

static size_t width_of(const struct reader_site *call) {
  return strlen(call->function) + strlen(call->file) + sizeof " (:1234) > " - 1;
}

static void put_call(FILE *out, const struct reader_site *call) {
  output_text(out, call->function, strlen(call->function));
  fputs(" (", out);
  output_text(out, call->file, strlen(call->file));
  fprintf(out, ":%" PRIu32 ")", call->line);
}

// The outermost one and, as far as there is room, the innermost ones.
void last_path_print(FILE *out, const struct last_path *path, const struct output_colors *colors) {
  if (!path->count)
    return;
  size_t first = path->count - 1;
  size_t used = width_of(&path->calls[0]) + width_of(&path->calls[first]);
  while (first > 1 && used + width_of(&path->calls[first - 1]) < WIDTH)
    used += width_of(&path->calls[--first]);
  fprintf(out, "    %s", colors->start[OUTPUT_DIM]);
  fprintf(out, "called by: %s", path->has_more ? "... > " : "");
  put_call(out, &path->calls[0]);
  if (first > 1 || path->left_out)
    fprintf(out, " > ... %zu more", (first ? first - 1 : 0) + path->left_out);
  for (size_t i = first ? first : 1; i < path->count; i++) {
    fputs(" > ", out);
    put_call(out, &path->calls[i]);
  }
  fprintf(out, "%s\n", colors->stop);
}

json_t *last_path_json(const struct last_path *path) {
  json_t *array = json_array();
  for (size_t i = 0; i < path->count; i++) {
    const struct reader_site *call = &path->calls[i];
    json_t *object = json_object();
    json_object_set_new(object, "file", report_json_text(call->file));
    json_object_set_new(object, "line", report_json_known(call->line));
    json_object_set_new(object, "function", report_json_text(call->function));
    json_object_set_new(object, "snippet", report_json_text(call->snippet));
    json_array_append_new(array, object);
  }
  return array;
}
