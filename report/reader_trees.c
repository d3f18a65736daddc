// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "reader_trees.h"

#include <stdlib.h>
#include <string.h>

static struct sp_site site_of(const struct reader_table *table, uint32_t k) {
  struct sp_site site;
  memcpy(&site, table->start + sizeof(struct sp_table_header) + (size_t)k * sizeof site, sizeof site);
  return site;
}

// heads: of each site. A step comes behind the statement that leads to it, so one pass is enough.
static void find_heads(const struct reader_table *table, uint32_t *heads) {
  for (uint32_t k = 0; k < table->header.site_count; k++) {
    const struct sp_site site = site_of(table, k);
    heads[k] = site.step && site.back && site.back <= k ? heads[k - site.back] : k;
  }
}

// Puts each step where its number says.
static void place_steps(struct reader_trees *trees, const struct reader_table *table, const uint32_t *heads) {
  for (uint32_t k = 0; k < table->header.site_count; k++)
    trees->steps[k] = UINT32_MAX;
  for (uint32_t k = 0; k < table->header.site_count; k++) {
    if (heads[k] == k)
      continue;
    const uint32_t place = trees->first[heads[k]] + site_of(table, k).step - 1u;
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
  uint32_t backwards[SP_STEP_MAX];
  unsigned count = 0;
  if (site_of(table, head).step != 0 || step > trees->first[head + 1] - trees->first[head])
    return 0;
  uint32_t k = step ? trees->steps[trees->first[head] + step - 1] : head;
  for (; k != head && k != UINT32_MAX && count < SP_STEP_MAX; k -= site_of(table, k).back)
    backwards[count++] = k;
  if (k != head)
    return 0;
  sites[0] = head;
  for (unsigned i = 0; i < count; i++)
    sites[i + 1] = backwards[count - 1 - i];
  return count + 1;
}
