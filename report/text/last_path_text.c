// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Prints the calls in one line: the outermost, and as many of the innermost as fit.

#define _GNU_SOURCE

#include "last_path_text.h"

#include "common/memory.h"
#include "fold_text.h"
#include "json.h"
#include "last_text.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define WIDTH 110u // columns of the line, about

static void put_name(FILE *out, const struct last_call *call) {
  if (call->fold.frames > 1)
    fold_put(out, &call->fold);
  else
    output_text(out, call->site.function, strlen(call->site.function));
}

static size_t width_of(const struct last_call *call) {
  char *words = NULL;
  size_t bytes = 0;
  FILE *out = open_memstream(&words, &bytes);
  if (!out)
    memory_is_short();
  put_name(out, call);
  fclose(out);
  free(words);
  return bytes + strlen(call->site.file) + sizeof " (:1234) > " - 1;
}

static void put_call(FILE *out, const struct last_call *call) {
  put_name(out, call);
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

json_t *last_path_folds(const struct last_path *path) {
  json_t *array = json_array();
  for (size_t i = 0; i < path->fold_count; i++)
    json_array_append_new(array, fold_json(&path->folds[i]));
  return array;
}

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
