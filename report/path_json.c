// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "json.h"
#include "path.h"

static void add_site(json_t *object, const struct reader_run *run, uint32_t value) {
  struct reader_site site = {0};
  const bool is_known = reader_sites_find(&run->sites, value, &site);
  json_object_set_new(object, "file", report_json_text(is_known ? site.file : NULL));
  json_object_set_new(object, "line", report_json_known(site.line));
  json_object_set_new(object, "function", report_json_text(is_known ? site.function : NULL));
  json_object_set_new(object, "snippet", report_json_text(is_known ? site.snippet : NULL));
}

static json_t *frames_json(const struct reader_frames *frames) {
  json_t *array = json_array();
  for (size_t i = 0; i < frames->depth; i++) {
    json_t *object = json_object();
    add_site(object, frames->run, frames->frames[i].value);
    json_array_append_new(array, object);
  }
  return array;
}

static json_t *step_json(struct path *path, size_t index) {
  const struct path_step *step = &path->steps[index];
  const struct path_step *next = path_next(path, index);
  const struct reader_run *run = path->frames.run;
  struct reader_site site;
  enum path_outcome outcome;
  json_t *object = json_object();
  const bool decides = path_decides(path, index, &outcome) && next;
  json_object_set_new(object, "seq", json_integer((json_int_t)step->number + 1));
  json_object_set_new(object, "frame", json_integer((json_int_t)path_frame(path, index)));
  add_site(object, run, step->value);
  json_object_set_new(object, "times", json_integer((json_int_t)step->times));
  json_object_set_new(object, "outcome", outcome == PATH_UNKNOWN ? json_null() : json_boolean(outcome == PATH_TRUE));
  json_object_set_new(object, "next_line",
                      decides && reader_sites_find(&run->sites, next->value, &site) ? report_json_known(site.line)
                                                                                    : json_null());
  const bool has_called = step->calls && reader_sites_find(&run->sites, step->called, &site);
  json_object_set_new(object, "returned", has_called ? report_json_text(site.function) : json_null());
  json_object_set_new(object, "calls", json_integer((json_int_t)step->calls));
  json_object_set_new(object, "statements", json_integer((json_int_t)step->statements));
  return object;
}

json_t *path_json(struct path *path, const struct path_view *view) {
  json_t *object = json_object();
  json_t *steps = json_array();
  json_object_set_new(object, "tid", json_integer(view->thread->tid));
  json_object_set_new(object, "name", report_json_text(view->thread->name[0] ? view->thread->name : NULL));
  json_object_set_new(object, "seq", view->why ? json_null() : json_integer((json_int_t)view->number + 1));
  json_object_set_new(object, "why", report_json_text(view->why));
  size_t first = view->why ? 0 : path->count;
  for (uint64_t left = view->lines; left > 0 && first > 0;)
    left -= path_is_shown(path, --first);
  for (size_t i = first; !view->why && i < path->count; i++)
    if (path_is_shown(path, i))
      json_array_append_new(steps, step_json(path, i));
  json_object_set_new(object, "callers_before_window",
                      view->why ? json_null() : json_boolean(reader_frames_have_callers(&path->frames)));
  json_object_set_new(object, "is_guess", view->why ? json_null() : json_boolean(!path->frames.are_known));
  json_object_set_new(object, "frames", view->why ? json_array() : frames_json(&path->frames));
  json_object_set_new(object, "steps", steps);
  return object;
}
