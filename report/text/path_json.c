// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Prints a path as JSON.

#include "fold_text.h"
#include "json.h"
#include "path_text.h"

#define ASSIGNMENTS_MAX 16u

static void add_known_site(json_t *object, const struct reader_site *site) {
  json_object_set_new(object, "file", report_json_text(site->file));
  json_object_set_new(object, "line", report_json_known(site->line));
  json_object_set_new(object, "function", report_json_text(site->function));
  json_object_set_new(object, "snippet", report_json_text(site->snippet));
}

static void add_site(json_t *object, const struct reader_run *run, uint32_t value) {
  struct reader_site site;
  if (!reader_sites_find(&run->sites, value, &site))
    site = (struct reader_site){0};
  add_known_site(object, &site);
}

static json_t *parent_json(const struct reader_parent *parent) {
  json_t *array = json_array();
  for (size_t i = 0; i < parent->count; i++) {
    json_t *object = json_object();
    add_known_site(object, &parent->calls[i]);
    json_array_append_new(array, object);
  }
  return array;
}

static json_t *signal_json(uint8_t signal) { return report_json_known(signal == SP_MARK_UNKNOWN ? 0 : signal); }

static json_t *frames_json(const struct reader_frames *frames) {
  json_t *array = json_array();
  for (size_t i = 0; i < frames->depth; i++) {
    json_t *object = json_object();
    add_site(object, frames->run, frames->frames[i].value);
    json_object_set_new(object, "handler", json_boolean(frames->frames[i].is_handler));
    json_object_set_new(object, "signal", signal_json(frames->frames[i].signal));
    json_array_append_new(array, object);
  }
  return array;
}

// What a statement decided, and what it called.
static void add_outcome(json_t *object, struct path *path, const struct path_step *step, const struct path_step *next) {
  const struct reader_run *run = path->frames.run;
  struct reader_site site;
  enum path_outcome outcome;
  const bool decides = path_decides(path, step, next, &outcome) && next;
  json_object_set_new(object, "outcome", outcome == PATH_UNKNOWN ? json_null() : json_boolean(outcome == PATH_TRUE));
  json_object_set_new(object, "next_line",
                      decides && reader_sites_find(&run->sites, next->value, &site) ? report_json_known(site.line)
                                                                                    : json_null());
  const bool has_called = step->calls && reader_sites_find(&run->sites, step->called, &site);
  json_object_set_new(object, "returned", has_called ? report_json_text(site.function) : json_null());
  json_t *end = json_null();
  if (path_return(path, step, &site))
    add_known_site(end = json_object(), &site);
  json_object_set_new(object, "returned_at", end);
  json_object_set_new(object, "calls", json_integer((json_int_t)step->calls));
  json_object_set_new(object, "statements", json_integer((json_int_t)step->statements));
}

static json_t *step_json(struct path *path, size_t index) {
  const struct path_step *step = &path->steps[index];
  json_t *object = json_object();
  json_object_set_new(object, "seq", json_integer((json_int_t)step->number + 1));
  json_object_set_new(object, "frame", json_integer((json_int_t)path_frame(path, index)));
  add_site(object, path->frames.run, step->value);
  json_object_set_new(object, "times", json_integer((json_int_t)path_times(path, index)));
  add_outcome(object, path, step, path_next(path, index));
  json_object_set_new(object, "interrupted_by", signal_json(step->signal));
  return object;
}

static json_t *loop_json(struct path *path, size_t frame, const struct path_step *head) {
  const struct path_round *round = head->round;
  json_t *object = json_object();
  json_t *steps = json_array();
  json_object_set_new(object, "frame", json_integer((json_int_t)frame));
  add_site(object, path->frames.run, path_loop_condition(path, round)->value);
  json_object_set_new(object, "rounds", json_integer((json_int_t)head->times - 1));
  const size_t begin = path_loop_begin(round);
  for (size_t i = 0; i < round->count; i++) {
    const struct path_step *of = &round->steps[(begin + i) % round->count];
    json_t *step = json_object();
    json_object_set_new(step, "seq", json_integer((json_int_t)of->number + 1));
    add_site(step, path->frames.run, of->value);
    add_outcome(step, path, of, &round->steps[(begin + i + 1) % round->count]);
    json_array_append_new(steps, step);
  }
  json_object_set_new(object, "steps", steps);
  return object;
}

static json_t *loops_json(struct path *path) {
  json_t *array = json_array();
  size_t step;
  for (size_t i = 0; i < path->frames.depth; i++)
    if (path_loop(path, i, &step))
      json_array_append_new(array, loop_json(path, i, &path->steps[step]));
  return array;
}

static json_t *assignments_json(const struct path *path) {
  static const char *const how[] = {
      [ASSIGNED_VALUE] = "value", [ASSIGNED_PART] = "part", [ASSIGNED_ADDRESS] = "address"};
  struct path_assignment assignments[ASSIGNMENTS_MAX];
  const size_t count = path_assignments(path, assignments, ASSIGNMENTS_MAX);
  json_t *array = json_array();
  for (size_t i = 0; i < count; i++) {
    const struct path_step *step = assignments[i].step;
    json_t *object = json_object();
    json_object_set_new(object, "name", report_json_text(assignments[i].name));
    json_object_set_new(object, "how", json_string(how[assignments[i].how]));
    json_object_set_new(object, "seq", step ? json_integer((json_int_t)step->number + 1) : json_null());
    add_site(object, path->frames.run, assignments[i].value);
    json_array_append_new(array, object);
  }
  return array;
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
  json_object_set_new(object, "callers_before_window", view->why ? json_null() : json_boolean(path->parent.has_more));
  json_object_set_new(object, "is_guess", view->why ? json_null() : json_boolean(!path->frames.are_known));
  json_object_set_new(object, "frames_before_fork", view->why ? json_array() : parent_json(&path->parent));
  json_object_set_new(object, "frames", view->why ? json_array() : frames_json(&path->frames));
  json_object_set_new(object, "recursion", view->why ? json_array() : fold_json_of_frames(&path->frames));
  json_object_set_new(object, "steps", steps);
  json_object_set_new(object, "assignments", view->why ? json_array() : assignments_json(path));
  json_object_set_new(object, "loops", view->why ? json_array() : loops_json(path));
  return object;
}
