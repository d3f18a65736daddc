// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "path.h"

#include "progress.h"

#include <stdlib.h>
#include <string.h>

#define FIRST_ROOM 256u
#define PLACES 65536u
// So many are followed before the progress is told.
#define STATEMENTS_A_STEP (1u << 16)

static bool grow(void **memory, size_t *room, size_t wanted, size_t size) {
  if (wanted <= *room)
    return true;
  const size_t more = wanted * 2 > FIRST_ROOM ? wanted * 2 : FIRST_ROOM;
  void *larger = realloc(*memory, more * size);
  if (!larger)
    return false;
  *memory = larger;
  *room = more;
  return true;
}

size_t path_begin(const struct path *path, size_t index) {
  return index < path->frames.depth ? path->begins[index] : path->count;
}

// Values of one function are near each other, so two of them never share a place.
static uint32_t *place_of(struct path *path, uint32_t value) { return &path->places[value % PLACES]; }

static bool make_places(struct path *path) {
  path->places = path->places ? path->places : malloc(PLACES * sizeof *path->places);
  if (path->places)
    memset(path->places, 0xff, PLACES * sizeof *path->places);
  return path->places != NULL;
}

// Takes the steps from `count` on away.
static void cut(struct path *path, size_t count) {
  while (path->count > count) {
    const struct path_step *step = &path->steps[--path->count];
    *place_of(path, step->value) = step->shadowed;
  }
}

// Frames are left: for the one around them that was a call.
static void leave(struct path *path, const struct reader_frames_change *change, uint64_t number) {
  const size_t depth = path->frames.depth - change->pushed;
  cut(path, path->begins[depth]);
  if (path->count == 0)
    return;
  struct path_step *step = &path->steps[path->count - 1];
  step->is_mixed |= step->calls && step->called != change->left.function;
  step->called = change->left.function;
  step->calls++;
  step->statements += number - change->left.entered;
}

// In a loop, what was executed since the same statement gives way to the new round.
static bool add(struct path *path, uint32_t value, uint64_t number) {
  uint32_t *place = place_of(path, value);
  const size_t begin = path->begins[path->frames.depth - 1];
  uint64_t times = 1;
  if (*place < path->count && *place >= begin && path->steps[*place].value == value) {
    times += path->steps[*place].times;
    cut(path, *place);
  } else if (!grow((void **)&path->steps, &path->room, path->count + 1, sizeof *path->steps)) {
    return false;
  }
  path->steps[path->count] = (struct path_step){
      .value = value, .number = number, .times = times, .called = READER_NO_SITE, .shadowed = *place};
  *place = (uint32_t)path->count++;
  return true;
}

// One statement on.
static bool advance(struct path *path, const struct reader_history *history) {
  struct reader_frames *frames = &path->frames;
  const uint64_t number = frames->next;
  const struct reader_frames_change change = reader_frames_advance(frames, history);
  if (change.popped)
    leave(path, &change, number);
  if (change.pushed) {
    if (!grow((void **)&path->begins, &path->begin_room, frames->depth, sizeof *path->begins))
      return false;
    path->begins[frames->depth - 1] = path->count;
  }
  // What is lost or belongs to no function has no step.
  return !frames->depth || frames->frames[frames->depth - 1].number != number ||
         add(path, reader_history_value(history, number), number);
}

bool path_follow(struct path *path, const struct reader_history *history, uint64_t number) {
  path->count = 0;
  if (!make_places(path))
    return false;
  reader_frames_begin(&path->frames, history, history->first);
  while (path->frames.next <= number && path->frames.next < history->end) {
    if (!advance(path, history))
      return false;
    if (path->frames.next % STATEMENTS_A_STEP == 0)
      progress_step((double)(path->frames.next - history->first) / (double)(number - history->first + 1));
  }
  return true;
}

size_t path_frame(const struct path *path, size_t step) {
  size_t low = 0, high = path->frames.depth; // the frame is at or behind low, and before high
  while (high - low > 1) {
    const size_t middle = low + (high - low) / 2;
    if (path->begins[middle] <= step)
      low = middle;
    else
      high = middle;
  }
  return low;
}

static bool is_last(const struct path *path, size_t step) {
  return step + 1 == path_begin(path, path_frame(path, step) + 1);
}

const struct path_step *path_next(const struct path *path, size_t step) {
  return is_last(path, step) ? NULL : &path->steps[step + 1];
}

bool path_decides(struct path *path, size_t step, enum path_outcome *outcome) {
  const struct path_step *next = path_next(path, step);
  const uint32_t value = path->steps[step].value;
  struct reader_site site;
  struct reader_facts facts, branch;
  *outcome = PATH_UNKNOWN;
  if (!reader_sites_find(&path->frames.run->sites, value, &site) || !reader_frames_facts(&path->frames, value, &facts))
    return false;
  if (facts.decides && next) {
    const bool is_only_way = reader_frames_facts(&path->frames, value + 1, &branch) && branch.before == value;
    if (next->value == value + 1)
      *outcome = PATH_TRUE;
    else if (is_only_way)
      *outcome = PATH_FALSE;
  }
  return facts.decides || site.kind == SP_KIND_CONDITION || strncmp(site.snippet, "switch", strlen("switch")) == 0;
}

bool path_is_shown(struct path *path, size_t step) {
  enum path_outcome outcome;
  const struct path_step *at = &path->steps[step];
  return at->calls || at->times > 1 || is_last(path, step) || path_decides(path, step, &outcome);
}

void path_free(struct path *path) {
  const struct reader_run *run = path->frames.run;
  reader_frames_free(&path->frames);
  free(path->steps);
  free(path->begins);
  free(path->places);
  *path = (struct path){.frames.run = run};
}
