// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Follows the frames of a thread, and keeps the steps of each; a loop's rounds replace one another.

#include "path.h"

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

static void free_round(struct path_round *round) {
  if (!round)
    return;
  free(round->steps);
  free(round->counts);
  free(round);
}

// Takes the steps from `count` on away.
static void cut(struct path *path, size_t count) {
  while (path->count > count) {
    const struct path_step *step = &path->steps[--path->count];
    free_round(step->round);
    *place_of(path, step->value) = step->shadowed;
  }
}

// Rounds have mostly the same statements in the same order.
static bool count_more(struct path_round *round, uint32_t value, uint64_t times) {
  for (size_t i = 0; i < round->count_count; i++) {
    const size_t place = (round->at + i) % round->count_count;
    if (round->counts[place].value != value)
      continue;
    round->counts[place].times += times;
    round->at = place + 1;
    return true;
  }
  if (!grow((void **)&round->counts, &round->count_room, round->count_count + 1, sizeof *round->counts))
    return false;
  round->counts[round->count_count++] = (struct path_count){value, times};
  return true;
}

// Keeps what was executed since the step `begin`, to which a loop comes back.
static bool end_round(struct path *path, size_t begin) {
  const size_t count = path->count - begin;
  struct path_round *round = path->steps[begin].round;
  if (!round && !(round = path->steps[begin].round = calloc(1, sizeof *round)))
    return false;
  if (!grow((void **)&round->steps, &round->room, count, sizeof *round->steps))
    return false;
  if (count)
    memcpy(round->steps, path->steps + begin, count * sizeof *round->steps);
  round->count = count;
  for (size_t i = 0; i < count; i++) {
    struct path_step *step = &round->steps[i];
    const struct path_round *inner = i > 0 ? step->round : NULL;
    if (i > 0 && !count_more(round, step->value, step->times))
      return false;
    for (size_t j = 0; inner && j < inner->count_count; j++)
      if (!count_more(round, inner->counts[j].value, inner->counts[j].times))
        return false;
    step->round = NULL;
  }
  return true;
}

// Frames are left: for the one around them that was a call.
static void leave(struct path *path, const struct reader_frames_change *change, uint64_t number, bool is_jump) {
  const size_t depth = path->frames.depth - change->pushed;
  cut(path, path->begins[depth]);
  if (path->count == 0)
    return;
  struct path_step *step = &path->steps[path->count - 1];
  if (change->left.signal) {
    step->signal = change->left.signal;
    return;
  }
  step->is_mixed |= step->calls && step->called != change->left.function;
  step->called = change->left.function;
  step->returned_from = is_jump ? READER_NO_SITE : change->left.value;
  step->calls++;
  step->statements += number - change->left.entered;
}

// In a loop, what was executed since the same statement gives way to the new round.
static bool add(struct path *path, uint32_t value, uint64_t number) {
  uint32_t *place = place_of(path, value);
  const size_t begin = path->begins[path->frames.depth - 1];
  uint64_t times = 1;
  struct path_round *round = NULL;
  if (*place < path->count && *place >= begin && path->steps[*place].value == value) {
    struct path_step *before = &path->steps[*place];
    if (!end_round(path, *place))
      return false;
    times += before->times;
    round = before->round;
    before->round = NULL;
    cut(path, *place);
  } else if (!grow((void **)&path->steps, &path->room, path->count + 1, sizeof *path->steps)) {
    return false;
  }
  path->steps[path->count] = (struct path_step){.value = value,
                                                .number = number,
                                                .times = times,
                                                .called = READER_NO_SITE,
                                                .returned_from = READER_NO_SITE,
                                                .shadowed = *place,
                                                .round = round};
  *place = (uint32_t)path->count++;
  return true;
}

// One statement on.
static bool advance(struct path *path, const struct reader_history *history) {
  struct reader_frames *frames = &path->frames;
  const uint64_t number = frames->next;
  // From a statement behind which no function ends, longjmp() leads out.
  const bool is_jump = frames->depth && !frames->frames[frames->depth - 1].leaves;
  const struct reader_frames_change change = reader_frames_advance(frames, history);
  if (change.popped)
    leave(path, &change, number, is_jump);
  if (change.pushed) {
    if (!grow((void **)&path->begins, &path->begin_room, frames->depth, sizeof *path->begins))
      return false;
    path->begins[frames->depth - 1] = path->count;
  }
  // What is lost or belongs to no function has no step.
  return !frames->depth || frames->frames[frames->depth - 1].number != number ||
         add(path, reader_history_value(history, number), number);
}

bool path_follow(struct path *path, struct reader_run *run, const struct reader_thread *thread,
                 const struct reader_history *history, uint64_t number) {
  if (!make_places(path))
    return false;
  cut(path, 0);
  reader_frames_begin(&path->frames, history, history->first);
  while (path->frames.next <= number && path->frames.next < history->end) {
    if (!advance(path, history))
      return false;
    if (path->frames.next % STATEMENTS_A_STEP == 0)
      steps_part(path->progress, (double)(path->frames.next - history->first) / (double)(number - history->first + 1));
  }
  reader_parent_free(&path->parent);
  path->parent = reader_parent_calls(run, thread, history, &path->frames);
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

// How the condition of a `do` turned out.
static enum path_outcome outcome_of_do(uint32_t condition, uint32_t begin, uint32_t next) {
  if (next == begin)
    return PATH_TRUE;
  // In between are statements of the body that nobody comes to first.
  return next - begin > condition - begin ? PATH_FALSE : PATH_UNKNOWN;
}

bool path_decides(struct path *path, const struct path_step *step, const struct path_step *next,
                  enum path_outcome *outcome) {
  const uint32_t value = step->value;
  struct reader_site site;
  struct reader_facts facts, branch;
  *outcome = PATH_UNKNOWN;
  if (!reader_sites_find(&path->frames.run->sites, value, &site) || !reader_frames_facts(&path->frames, value, &facts))
    return false;
  if (next && facts.repeats != READER_NO_SITE) {
    *outcome = outcome_of_do(value, facts.repeats, next->value);
  } else if (facts.decides && next) {
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
  return at->calls || at->times > 1 || is_last(path, step) || path_decides(path, at, path_next(path, step), &outcome);
}

uint64_t path_times(const struct path *path, size_t step) {
  const uint32_t value = path->steps[step].value;
  uint64_t times = path->steps[step].times;
  for (size_t i = path_begin(path, path_frame(path, step)); i < step; i++) {
    const struct path_round *round = path->steps[i].round;
    for (size_t j = 0; round && j < round->count_count; j++)
      times += round->counts[j].value == value ? round->counts[j].times : 0;
  }
  return times;
}

// A loop's sites are numbered without a gap, those of what is behind it are higher.
static bool is_inside(const struct path_round *round, uint32_t value) {
  uint32_t low = round->steps[0].value, high = low;
  for (size_t i = 0; i < round->count_count; i++) {
    low = round->counts[i].value < low ? round->counts[i].value : low;
    high = round->counts[i].value > high ? round->counts[i].value : high;
  }
  return value >= low && value <= high;
}

bool path_loop(const struct path *path, size_t frame, size_t *step) {
  const size_t begin = path_begin(path, frame), end = path_begin(path, frame + 1);
  for (size_t i = end; i > begin; i--) {
    *step = i - 1;
    const struct path_round *round = path->steps[i - 1].round;
    if (round && is_inside(round, path->steps[end - 1].value))
      return true;
  }
  return false;
}

size_t path_loop_begin(const struct path_round *round) {
  size_t lowest = 0;
  for (size_t i = 1; i < round->count; i++)
    if (round->steps[i].value < round->steps[lowest].value)
      lowest = i;
  return lowest;
}

const struct path_step *path_loop_condition(const struct path *path, const struct path_round *round) {
  struct reader_site site;
  const size_t begin = path_loop_begin(round);
  // One at the end is of `do`, one at the beginning of `while` or `for`.
  const size_t places[] = {begin, (begin + round->count - 1) % round->count};
  for (size_t i = 0; i < sizeof places / sizeof *places; i++)
    if (reader_sites_find(&path->frames.run->sites, round->steps[places[i]].value, &site) &&
        site.kind == SP_KIND_CONDITION)
      return &round->steps[places[i]];
  return &round->steps[begin];
}

bool path_return(const struct path *path, const struct path_step *step, struct reader_site *site) {
  static const char word[] = "return";
  const size_t length = sizeof word - 1;
  return step->calls && step->returned_from != READER_NO_SITE &&
         reader_sites_find(&path->frames.run->sites, step->returned_from, site) &&
         strncmp(site->snippet, word, length) == 0 && strchr(" (;", site->snippet[length]);
}

void path_free(struct path *path) {
  const struct reader_run *run = path->frames.run;
  while (path->count > 0)
    free_round(path->steps[--path->count].round);
  reader_frames_free(&path->frames);
  reader_parent_free(&path->parent);
  free(path->steps);
  free(path->begins);
  free(path->places);
  *path = (struct path){.frames.run = run};
}
