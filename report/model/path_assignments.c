// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Looks through the innermost call for what gave the variables of its last statement their values, newest first.

#include "path.h"

#include <string.h>

#define NAMES_MAX 16u

static enum assigned_how how_at(const struct path *path, uint32_t value, struct assigned_name name) {
  struct reader_site site;
  return reader_sites_find(&path->frames.run->sites, value, &site) ? assigned_how(site.snippet, name) : ASSIGNED_NOT;
}

static bool take(const struct path *path, struct path_assignment *found, struct assigned_name name, uint32_t value,
                 const struct path_step *step) {
  found->how = how_at(path, value, name);
  found->value = value;
  found->step = step;
  return found->how != ASSIGNED_NOT;
}

// What the rounds did that are over: the last whole one is known step by step, others by their counts.
static bool take_from_rounds(const struct path *path, const struct path_round *round, struct assigned_name name,
                             struct path_assignment *found) {
  for (size_t i = round->count; i > 1; i--)
    if (take(path, found, name, round->steps[i - 1].value, &round->steps[i - 1]))
      return true;
  for (size_t i = 0; i < round->count_count; i++)
    if (take(path, found, name, round->counts[i].value, NULL))
      return true;
  return false;
}

static bool find(const struct path *path, struct assigned_name name, struct path_assignment *found) {
  const size_t begin = path_begin(path, path->frames.depth - 1);
  for (size_t i = path->count; i > begin; i--) {
    const struct path_step *step = &path->steps[i - 1];
    // The last statement may not have come to its own.
    if (i < path->count && take(path, found, name, step->value, step))
      return true;
    if (step->round && take_from_rounds(path, step->round, name, found))
      return true;
  }
  return false;
}

size_t path_assignments(const struct path *path, struct path_assignment *assignments, size_t most) {
  struct assigned_name names[NAMES_MAX];
  struct reader_site site;
  size_t count = 0;
  if (!path->count || !path->frames.depth || path_begin(path, path->frames.depth - 1) == path->count ||
      !reader_sites_find(&path->frames.run->sites, path->steps[path->count - 1].value, &site))
    return 0;
  const size_t name_count = assigned_names_used(site.snippet, names, NAMES_MAX);
  for (size_t i = 0; i < name_count && count < most; i++) {
    struct path_assignment *found = &assignments[count];
    if (names[i].length >= sizeof found->name || !find(path, names[i], found))
      continue;
    memcpy(found->name, names[i].begin, names[i].length);
    found->name[names[i].length] = '\0';
    count++;
  }
  return count;
}
