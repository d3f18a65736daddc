// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Which thread of A is which of B. Ids tell nothing, and threads that start at the same time may be numbered either
// way: so they are paired by what they are and did.

#include "diff.h"

#include <stdlib.h>
#include <string.h>

// Of more threads that may be a counterpart, the others are not compared.
#define CANDIDATES_MAX 64u

enum { SIDE_A, SIDE_B };

// What is compared of the threads of a side, once.
static void describe(struct diff_side *side) {
  const char *program = "";
  for (size_t i = 0; i < side->track_count; i++)
    if (side->tracks[i].thread.number == 1)
      program = side->tracks[i].thread.name;
  for (size_t i = 0; i < side->track_count; i++) {
    struct diff_track *track = &side->tracks[i];
    struct reader_site site;
    track->name = strcmp(track->thread.name, program) == 0 ? "" : track->thread.name;
    track->entry = "";
    if (track->is_from_start && track->count && reader_sites_find(&side->run->sites, track->values[0], &site))
      track->entry = site.function;
  }
}

// How much speaks for it that they are each other's counterparts; 0: nothing does.
static unsigned likeness(const struct diff_track *a, const struct diff_track *b) {
  const bool is_same_name = strcmp(a->name, b->name) == 0, is_same_entry = strcmp(a->entry, b->entry) == 0;
  if (a->thread.number == 1 || b->thread.number == 1)
    return a->thread.number == b->thread.number ? 4 : 0;
  return is_same_name && is_same_entry ? 3 : is_same_entry && *a->entry ? 2 : is_same_name ? 1 : 0;
}

// Whether both are whole, and how long they go the same way.
static size_t common(const struct diff *diff, const struct diff_track *a, const struct diff_track *b) {
  return a->is_from_start && b->is_from_start ? diff_common(diff, a, 0, b, 0) : 0;
}

// Of those that are equally alike, one that did just the same; or, if it need not have, the one that goes the same way
// for longest, or the first.
static struct diff_track *find_counterpart(const struct diff *diff, const struct diff_track *a, unsigned wanted,
                                           bool is_same) {
  const struct diff_side *side = &diff->sides[SIDE_B];
  struct diff_track *best = NULL;
  size_t longest = 0;
  unsigned candidates = 0;
  for (size_t i = 0; i < side->track_count && candidates < CANDIDATES_MAX; i++) {
    struct diff_track *b = &side->tracks[i];
    if (b->is_paired || likeness(a, b) != wanted || (is_same && b->count != a->count))
      continue;
    candidates++;
    const size_t same = common(diff, a, b);
    if ((!best || same > longest) && (!is_same || same == a->count)) {
      best = b;
      longest = same;
    }
  }
  return best;
}

static void pair_alike(struct diff *diff, unsigned wanted, bool is_same) {
  const struct diff_side *side = &diff->sides[SIDE_A];
  for (size_t i = 0; i < side->track_count; i++) {
    struct diff_track *a = &side->tracks[i];
    struct diff_track *b = a->is_paired ? NULL : find_counterpart(diff, a, wanted, is_same);
    if (!b)
      continue;
    a->is_paired = b->is_paired = true;
    diff->pairs[diff->pair_count++] = (struct diff_pair){.a = a, .b = b};
  }
}

static int compare_pairs(const void *a, const void *b) {
  const struct diff_pair *x = a, *y = b;
  return (x->a > y->a) - (x->a < y->a);
}

void diff_pair_threads(struct diff *diff) {
  describe(&diff->sides[SIDE_A]);
  describe(&diff->sides[SIDE_B]);
  for (unsigned wanted = 4; wanted > 0; wanted--) {
    pair_alike(diff, wanted, true);
    pair_alike(diff, wanted, false);
  }
  if (diff->pair_count)
    qsort(diff->pairs, diff->pair_count, sizeof *diff->pairs, compare_pairs);
}
