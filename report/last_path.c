// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#define _GNU_SOURCE

#include "last_path.h"

#include "fold.h"
#include "json.h"
#include "last.h"
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

static char *fold_words(const struct reader_frames *frames, size_t begin, const struct fold *fold) {
  char *words = NULL;
  size_t bytes;
  FILE *out = fold->frames > 1 ? open_memstream(&words, &bytes) : NULL;
  if (!out)
    return NULL;
  fold_put(out, frames, begin, fold);
  fclose(out);
  return words;
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
      call->fold = fold_words(frames, i, &fold);
      path->line_count++;
    }
    i += fold.frames;
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
  path->folds = fold_json(frames);
  reader_parent_free(&parent);
}

void last_path_free(struct last_path *path) {
  for (size_t i = 0; i < path->line_count; i++)
    free(path->lines[i].fold);
  free(path->lines);
  json_decref(path->folds);
  free(path->calls);
  *path = (struct last_path){0};
}

static size_t width_of(const struct last_call *call) {
  return (call->fold ? strlen(call->fold) : strlen(call->site.function)) + strlen(call->site.file) +
         sizeof " (:1234) > " - 1;
}

static void put_call(FILE *out, const struct last_call *call) {
  const char *words = call->fold ? call->fold : call->site.function;
  output_text(out, words, strlen(words));
  fputs(" (", out);
  output_text(out, call->site.file, strlen(call->site.file));
  fprintf(out, ":%" PRIu32 ")", call->site.line);
}

// "in on_resize, handler of SIGWINCH, which interrupted usleep(50000) in reopen (screen.c:21)"
static void put_handler(FILE *out, const struct last_handler *handler) {
  const struct reader_site *at = &handler->interrupted;
  fputs("    in ", out);
  output_text(out, handler->function ? handler->function : "-", strlen(handler->function ? handler->function : "-"));
  fputs(", handler of ", out);
  if (handler->signal == SP_MARK_UNKNOWN)
    fputs("a signal", out);
  else
    last_put_signal_name(out, handler->signal);
  if (at->file) {
    fputs(", which interrupted ", out);
    output_text(out, at->snippet, strlen(at->snippet));
    fputs(" in ", out);
    put_call(out, &(struct last_call){.site = *at});
  }
  putc('\n', out);
}

// The outermost one and, as far as there is room, the innermost ones.
void last_path_print(FILE *out, const struct last_path *path, const struct output_colors *colors) {
  for (size_t i = 0; i < path->handler_count; i++)
    put_handler(out, &path->handlers[i]);
  if (!path->line_count)
    return;
  size_t first = path->line_count - 1;
  size_t used = width_of(&path->lines[0]) + width_of(&path->lines[first]);
  while (first > 1 && used + width_of(&path->lines[first - 1]) < WIDTH)
    used += width_of(&path->lines[--first]);
  fprintf(out, "    %s", colors->start[OUTPUT_DIM]);
  fprintf(out, "called by: %s", path->has_more ? "... > " : "");
  put_call(out, &path->lines[0]);
  if (first > 1 || path->lines_left_out)
    fprintf(out, " > ... %zu more", (first ? first - 1 : 0) + path->lines_left_out);
  for (size_t i = first ? first : 1; i < path->line_count; i++) {
    fputs(" > ", out);
    put_call(out, &path->lines[i]);
  }
  fprintf(out, "%s\n", colors->stop);
}

json_t *last_path_folds(const struct last_path *path) { return path->folds ? json_incref(path->folds) : json_array(); }

static json_t *site_json(const struct reader_site *site) {
  json_t *object = json_object();
  json_object_set_new(object, "file", report_json_text(site->file));
  json_object_set_new(object, "line", report_json_known(site->line));
  json_object_set_new(object, "function", report_json_text(site->function));
  json_object_set_new(object, "snippet", report_json_text(site->snippet));
  return object;
}

json_t *last_handlers_json(const struct last_path *path) {
  json_t *array = json_array();
  for (size_t i = 0; i < path->handler_count; i++) {
    const struct last_handler *handler = &path->handlers[i];
    const bool is_known = handler->signal != SP_MARK_UNKNOWN;
    json_t *object = json_object();
    json_object_set_new(object, "function", report_json_text(handler->function));
    json_object_set_new(object, "signal", is_known ? json_integer(handler->signal) : json_null());
    json_object_set_new(object, "interrupted",
                        handler->interrupted.file ? site_json(&handler->interrupted) : json_null());
    json_array_append_new(array, object);
  }
  return array;
}

json_t *last_path_json(const struct last_path *path) {
  json_t *array = json_array();
  for (size_t i = 0; i < path->count; i++)
    json_array_append_new(array, site_json(&path->calls[i]));
  return array;
}
