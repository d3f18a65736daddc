// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What one of two processes has executed and the other has not, or less often, as far as their windows reach.

#include "diff.h"

#include "common/memory.h"

#include <stdlib.h>
#include <string.h>

static void count_side(const struct diff_side *side, struct tally *by_id, struct tally *values) {
  for (size_t i = 0; i < side->track_count; i++)
    for (size_t j = 0; j < side->tracks[i].count; j++) {
      const uint32_t value = side->tracks[i].values[j];
      const uint64_t id = statement_id(&side->ids, value);
      if (id == 0)
        continue;
      tally_add(by_id, id, 1);
      if (tally_find(values, id)->key == 0)
        tally_add(values, id, value);
    }
}

static void add_count(struct diff *diff, size_t *room, const struct reader_run *run, uint32_t value,
                      const uint64_t in[2]) {
  struct diff_count *count;
  if (diff->count_count == *room) {
    *room = *room ? *room * 2 : 256;
    diff->counts = realloc(diff->counts, *room * sizeof *diff->counts);
    if (!diff->counts)
      memory_is_short();
  }
  count = &diff->counts[diff->count_count];
  count->in[0] = in[0];
  count->in[1] = in[1];
  diff->count_count += reader_sites_find(&run->sites, value, &count->site);
}

static int compare_counts(const void *a, const void *b) {
  const struct diff_count *x = a, *y = b;
  const int files = strcmp(x->site.file, y->site.file);
  if (files)
    return files;
  if (x->site.line != y->site.line)
    return x->site.line < y->site.line ? -1 : 1;
  return (x->site.column > y->site.column) - (x->site.column < y->site.column);
}

void diff_count_executed(struct diff *diff) {
  struct tally by_id[2], values[2];
  size_t room = 0;
  for (size_t i = 0; i < 2; i++) {
    tally_begin(&by_id[i]);
    tally_begin(&values[i]);
    count_side(&diff->sides[i], &by_id[i], &values[i]);
  }
  // Each id once: those of A, then those that only B has.
  for (size_t side = 0; side < 2; side++)
    for (size_t i = 0; i < by_id[side].size; i++) {
      const uint64_t id = by_id[side].slots[i].key;
      if (id == 0 || (side == 1 && tally_find(&by_id[0], id)->key != 0))
        continue;
      const uint64_t in[2] = {tally_find(&by_id[0], id)->count, tally_find(&by_id[1], id)->count};
      if (in[0] != in[1])
        add_count(diff, &room, diff->sides[side].run, (uint32_t)tally_find(&values[side], id)->count, in);
    }
  if (diff->count_count)
    qsort(diff->counts, diff->count_count, sizeof *diff->counts, compare_counts);
  for (size_t i = 0; i < 2; i++) {
    tally_free(&by_id[i]);
    tally_free(&values[i]);
  }
}
