// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Walks from a step back to its head.

#include "trees.h"

#include "runtime/walk.h"

#include <stdlib.h>

// heads: of each site. A step comes behind the statement that leads to it, so one pass is enough.
static void find_heads(const struct reader_table *table, uint32_t *heads) {
  for (uint32_t k = 0; k < table->header.site_count; k++) {
    const uint32_t before = sp_site_before(table->start, k);
    heads[k] = before == k ? k : heads[before];
  }
}

// Puts each step where its number says.
static void place_steps(struct reader_trees *trees, const struct reader_table *table, const uint32_t *heads) {
  for (uint32_t k = 0; k < table->header.site_count; k++)
    trees->steps[k] = UINT32_MAX;
  for (uint32_t k = 0; k < table->header.site_count; k++) {
    if (heads[k] == k)
      continue;
    const uint32_t place = trees->first[heads[k]] + sp_site_at(table->start, k).step - 1u;
    if (place < trees->first[heads[k] + 1])
      trees->steps[place] = k;
  }
}

bool reader_trees_build(struct reader_trees *trees, const struct reader_table *table) {
  const uint32_t count = table->header.site_count;
  uint32_t *heads = malloc((count + 1u) * sizeof *heads);
  trees->first = calloc(count + 1u, sizeof *trees->first);
  trees->steps = malloc((count + 1u) * sizeof *trees->steps);
  if (!heads || !trees->first || !trees->steps) {
    free(heads);
    reader_trees_free(trees);
    return false;
  }
  find_heads(table, heads);
  for (uint32_t k = 0; k < count; k++)
    trees->first[heads[k] + 1] += heads[k] != k;
  for (uint32_t k = 0; k < count; k++)
    trees->first[k + 1] += trees->first[k];
  place_steps(trees, table, heads);
  free(heads);
  return true;
}

void reader_trees_free(struct reader_trees *trees) {
  free(trees->first);
  free(trees->steps);
  *trees = (struct reader_trees){0};
}

unsigned reader_trees_expand(const struct reader_trees *trees, const struct reader_table *table, uint32_t head,
                             unsigned step, uint32_t *sites) {
  if (sp_site_at(table->start, head).step != 0 || step > trees->first[head + 1] - trees->first[head])
    return 0;
  const uint32_t last = step ? trees->steps[trees->first[head] + step - 1] : head;
  return last == UINT32_MAX ? 0 : sp_tree_unfold(table->start, head, last, sites);
}
