// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Reads both sides and compares each pair of threads statement by statement.

#include "diff.h"

#include "common/memory.h"

#include <stdlib.h>

// So many are passed before the progress is told.
#define STATEMENTS_A_STEP (1u << 16)

static void fill_track(const struct diff *diff, struct diff_track *track, const struct reader_run *run,
                       const struct reader_history *history, struct choice *choice) {
  const size_t count = (size_t)(history->end - history->first);
  track->values = memory_checked(malloc((count + 1) * sizeof *track->values));
  track->numbers = memory_checked(malloc((count + 1) * sizeof *track->numbers));
  for (uint64_t n = history->first; n < history->end; n++) {
    if (n % STATEMENTS_A_STEP == 0)
      steps_part(diff->steps, (double)(n - history->first) / (double)count);
    const uint32_t value = reader_history_value(history, n);
    if (value == READER_LOST || !choice_has_site(choice, run, value))
      continue;
    track->values[track->count] = value;
    track->numbers[track->count++] = n;
  }
  track->is_from_start = history->first == 0 && history->window.ring.first == 0 && !history->is_only_last;
}

// number: of the side, 0 or 1. To read both is taken for two thirds of the work.
static struct diff_side read_side(const struct diff *diff, unsigned number, struct reader_run *run,
                                  struct choice *choice) {
  struct diff_side side = {.run = run};
  struct reader_history history = {0};
  struct reader_thread *threads;
  statement_ids_begin(&side.ids, run);
  const size_t count = reader_threads(run, &threads);
  side.tracks = memory_checked(calloc(count + 1, sizeof *side.tracks));
  for (size_t i = 0; i < count; i++) {
    if (!choice_has_thread(choice, run, &threads[i]) || !reader_thread_history(run, &threads[i], &history))
      continue;
    struct diff_track *track = &side.tracks[side.track_count++];
    steps_thread(diff->steps, number * count + i, 3 * count);
    track->thread = threads[i];
    fill_track(diff, track, run, &history, choice);
  }
  reader_history_free(&history);
  free(threads);
  return side;
}

size_t diff_common(const struct diff *diff, const struct diff_track *a, size_t a_begin, const struct diff_track *b,
                   size_t b_begin) {
  const struct statement_ids *a_ids = &diff->sides[0].ids, *b_ids = &diff->sides[1].ids;
  size_t same = 0;
  while (a_begin + same < a->count && b_begin + same < b->count &&
         statement_id(a_ids, a->values[a_begin + same]) == statement_id(b_ids, b->values[b_begin + same]))
    if (++same % STATEMENTS_A_STEP == 0)
      steps_part(diff->steps, 0); // nobody knows how many times this is still to be done
  return same;
}

static void compare_pair(const struct diff *diff, struct diff_pair *pair) {
  pair->is_by_content = !pair->a->is_from_start || !pair->b->is_from_start;
  if (pair->is_by_content && !diff_align(diff, pair)) {
    pair->outcome = DIFF_NOT_ALIGNED;
    return;
  }
  pair->same = diff_common(diff, pair->a, pair->a_begin, pair->b, pair->b_begin);
  const bool a_ends = pair->a_begin + pair->same == pair->a->count;
  const bool b_ends = pair->b_begin + pair->same == pair->b->count;
  pair->outcome = a_ends && b_ends ? DIFF_SAME : a_ends ? DIFF_A_STOPS : b_ends ? DIFF_B_STOPS : DIFF_PART;
}

struct diff diff_runs(struct reader_run *a, struct reader_run *b, struct choice *choice, const struct steps *steps) {
  struct diff diff = {.steps = steps};
  diff.sides[0] = read_side(&diff, 0, a, choice);
  diff.sides[1] = read_side(&diff, 1, b, choice);
  diff_find_renamed(&diff);
  diff.pairs = memory_checked(calloc(diff.sides[0].track_count + 1, sizeof *diff.pairs));
  diff_pair_threads(&diff);
  for (size_t i = 0; i < diff.pair_count; i++) {
    steps_thread(steps, 2 * diff.pair_count + i, 3 * diff.pair_count);
    compare_pair(&diff, &diff.pairs[i]);
  }
  diff_count_executed(&diff);
  return diff;
}

bool diff_differs(const struct diff *diff) {
  for (size_t i = 0; i < diff->pair_count; i++)
    if (diff_pair_differs(&diff->pairs[i]))
      return true;
  for (size_t side = 0; side < 2; side++)
    for (size_t i = 0; i < diff->sides[side].track_count; i++)
      if (!diff->sides[side].tracks[i].is_paired && diff->sides[side].tracks[i].count)
        return true;
  return false;
}

void diff_free(struct diff *diff) {
  for (size_t i = 0; i < 2; i++) {
    struct diff_side *side = &diff->sides[i];
    for (size_t j = 0; j < side->track_count; j++) {
      free(side->tracks[j].values);
      free(side->tracks[j].numbers);
    }
    free(side->tracks);
    statement_ids_free(&side->ids);
  }
  free(diff->pairs);
  free(diff->counts);
  free(diff->renamed);
  *diff = (struct diff){0};
}
