// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Prints a comparison as JSON.

#include "diff_show.h"
#include "json.h"

static json_t *site_json(const struct reader_site *site) {
  json_t *object = json_object();
  json_object_set_new(object, "file", report_json_text(site->file));
  json_object_set_new(object, "line", report_json_known(site->line));
  json_object_set_new(object, "column", report_json_known(site->column));
  json_object_set_new(object, "function", report_json_text(site->function));
  json_object_set_new(object, "snippet", report_json_text(site->snippet));
  return object;
}

// null where there is no such statement.
static json_t *statement_json(const struct diff *diff, unsigned side, const struct diff_track *track, size_t index) {
  struct reader_site site;
  if (index >= track->count)
    return json_null();
  if (!reader_sites_find(&diff->sides[side].run->sites, track->values[index], &site))
    site = (struct reader_site){0};
  json_t *object = site_json(&site);
  json_object_set_new(object, "seq", json_integer((json_int_t)track->numbers[index] + 1));
  return object;
}

static json_t *pair_json(const struct diff *diff, const struct diff_pair *pair) {
  static const char *const outcomes[] = {
      [DIFF_SAME] = "same",
      [DIFF_PART] = "part",
      [DIFF_A_STOPS] = "a-stops",
      [DIFF_B_STOPS] = "b-stops",
      [DIFF_NOT_ALIGNED] = "before-window",
  };
  json_t *object = json_object();
  const size_t a = pair->a_begin + pair->same, b = pair->b_begin + pair->same;
  const bool is_compared = pair->outcome != DIFF_NOT_ALIGNED;
  json_object_set_new(object, "a", json_integer(pair->a->thread.tid));
  json_object_set_new(object, "b", json_integer(pair->b->thread.tid));
  json_object_set_new(object, "outcome", json_string(outcomes[pair->outcome]));
  json_object_set_new(object, "from_start", json_boolean(!pair->is_by_content));
  json_object_set_new(object, "same", json_integer((json_int_t)pair->same));
  json_object_set_new(object, "common", pair->same ? statement_json(diff, 0, pair->a, a - 1) : json_null());
  json_object_set_new(object, "then_a", is_compared ? statement_json(diff, 0, pair->a, a) : json_null());
  json_object_set_new(object, "then_b", is_compared ? statement_json(diff, 1, pair->b, b) : json_null());
  return object;
}

static json_t *side_json(const struct diff_side *side) {
  json_t *object = json_object(), *unpaired = json_array();
  json_object_set_new(object, "run", report_json_text(side->run->path));
  json_object_set_new(object, "program", report_json_text(side->run->header.program));
  json_object_set_new(object, "pid", json_integer(side->run->header.pid));
  for (size_t i = 0; i < side->track_count; i++)
    if (!side->tracks[i].is_paired && side->tracks[i].count)
      json_array_append_new(unpaired, json_integer(side->tracks[i].thread.tid));
  json_object_set_new(object, "unpaired", unpaired);
  return object;
}

static json_t *renamed_json(const struct diff *diff) {
  json_t *array = json_array();
  for (size_t i = 0; i < diff->renamed_count; i++) {
    json_t *object = json_object();
    json_object_set_new(object, "a", site_json(&diff->renamed[i].a));
    json_object_set_new(object, "b", site_json(&diff->renamed[i].b));
    json_array_append_new(array, object);
  }
  return array;
}

json_t *diff_json(const struct diff *diff) {
  json_t *object = json_object(), *threads = json_array(), *executed = json_array();
  json_object_set_new(object, "a", side_json(&diff->sides[0]));
  json_object_set_new(object, "b", side_json(&diff->sides[1]));
  for (size_t i = 0; i < diff->pair_count; i++)
    json_array_append_new(threads, pair_json(diff, &diff->pairs[i]));
  for (size_t i = 0; i < diff->count_count; i++) {
    json_t *count = site_json(&diff->counts[i].site);
    json_object_set_new(count, "in_a", json_integer((json_int_t)diff->counts[i].in[0]));
    json_object_set_new(count, "in_b", json_integer((json_int_t)diff->counts[i].in[1]));
    json_array_append_new(executed, count);
  }
  json_object_set_new(object, "threads", threads);
  json_object_set_new(object, "renamed", renamed_json(diff));
  json_object_set_new(object, "executed", executed);
  return object;
}
