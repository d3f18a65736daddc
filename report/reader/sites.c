// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Searches the modules of a run for the table that a value belongs to.

#include "sites.h"

#include <stdlib.h>
#include <string.h>

struct reader_site_range {
  uint32_t first; // value of site number base
  uint32_t last;  // inclusive, so that the range may end at 2^32 - 1
  uint32_t base;
  const struct reader_section *section; // its arrays move where it grows,
  size_t index;                         // so its table is kept by number
};

static const struct reader_table *table_of(const struct reader_site_range *range) {
  return &range->section->tables[range->index];
}

static bool add_range(struct reader_sites *sites, struct reader_site_range range) {
  if (sites->count == sites->room) {
    const size_t room = sites->room ? 2 * sites->room : 16;
    struct reader_site_range *more = realloc(sites->ranges, room * sizeof *more);
    if (!more)
      return false;
    sites->ranges = more;
    sites->room = room;
  }
  sites->ranges[sites->count++] = range;
  return true;
}

// Values are counted modulo 2^32, so that a table's may go on at 0.
static bool add_table(struct reader_sites *sites, const struct reader_section *section, size_t index,
                      uint64_t table_address) {
  const struct reader_table *table = &section->tables[index];
  const uint32_t count = table->header.site_count;
  if (!count)
    return true;
  const uint32_t first = (uint32_t)(table_address + table->offset + 1);
  const uint32_t last = first + (count - 1);
  if (first <= last)
    return add_range(sites, (struct reader_site_range){first, last, 0, section, index});
  return add_range(sites, (struct reader_site_range){first, UINT32_MAX, 0, section, index}) &&
         add_range(sites, (struct reader_site_range){0, last, UINT32_MAX - first + 1, section, index});
}

bool reader_sites_add(struct reader_sites *sites, const struct reader_section *section, uint64_t table_address) {
  for (size_t i = 0; i < section->table_count; i++)
    if (!add_table(sites, section, i, table_address))
      return false;
  return true;
}

static int compare_ranges(const void *a, const void *b) {
  const struct reader_site_range *x = a;
  const struct reader_site_range *y = b;
  return (x->first > y->first) - (x->first < y->first);
}

bool reader_sites_finish(struct reader_sites *sites) {
  if (!sites->count)
    return true;
  qsort(sites->ranges, sites->count, sizeof *sites->ranges, compare_ranges);
  bool are_distinct = true;
  for (size_t i = 1; i < sites->count; i++) {
    const struct reader_site_range *before = &sites->ranges[i - 1];
    const struct reader_site_range *range = &sites->ranges[i];
    // A module that was unloaded and loaded again at the same address is no conflict.
    const bool is_same =
        range->section == before->section && range->index == before->index && range->first == before->first;
    are_distinct &= is_same || range->first > before->last;
  }
  return are_distinct;
}

static const struct reader_site_range *find_range(const struct reader_sites *sites, uint32_t value) {
  if (value < SP_SITE_RESERVED)
    return NULL;
  size_t low = 0;
  size_t high = sites->count; // the range looked for is below it
  while (low < high) {
    const size_t middle = low + (high - low) / 2;
    if (sites->ranges[middle].first <= value)
      low = middle + 1;
    else
      high = middle;
  }
  return low && sites->ranges[low - 1].last >= value ? &sites->ranges[low - 1] : NULL;
}

bool reader_sites_find(const struct reader_sites *sites, uint32_t value, struct reader_site *site) {
  const struct reader_site_range *range = find_range(sites, value);
  if (!range)
    return false;
  *site = reader_table_site(table_of(range), (uint64_t)range->base + (value - range->first));
  return true;
}

bool reader_sites_facts(const struct reader_sites *sites, uint32_t value, struct reader_facts *facts) {
  const struct reader_site_range *range = find_range(sites, value);
  if (!range)
    return false;
  const uint32_t index = range->base + (value - range->first);
  *facts = reader_table_facts(table_of(range), index);
  if (facts->function != READER_NO_SITE) // modulo 2^32, like the values
    facts->function = value - (index - facts->function);
  if (facts->repeats != READER_NO_SITE)
    facts->repeats = value - (index - facts->repeats);
  if (facts->before != READER_NO_SITE)
    facts->before = value - (index - facts->before);
  return true;
}

unsigned reader_sites_expand(const struct reader_sites *sites, struct sp_record record, uint32_t *values) {
  static const uint8_t nothing[sizeof record.zero];
  const struct reader_site_range *range = find_range(sites, record.site);
  if (!range || memcmp(record.zero, nothing, sizeof nothing) != 0)
    return 0;
  const uint32_t head = range->base + (record.site - range->first);
  const unsigned count =
      reader_trees_expand(&range->section->trees[range->index], table_of(range), head, record.step, values);
  for (unsigned i = 0; i < count; i++) // modulo 2^32, like the values
    values[i] = record.site + (values[i] - head);
  return count;
}

bool reader_sites_next(const struct reader_sites *sites, struct reader_sites_walk *walk, uint32_t *value,
                       struct reader_site *site) {
  while (walk->range < sites->count) {
    const struct reader_site_range *range = &sites->ranges[walk->range];
    // A module that was loaded twice at the same address is there twice.
    const bool is_again = walk->range > 0 && range[-1].first == range->first;
    if (is_again || walk->passed > range->last - range->first) {
      *walk = (struct reader_sites_walk){walk->range + 1, 0};
      continue;
    }
    *value = range->first + walk->passed;
    *site = reader_table_site(table_of(range), (uint64_t)range->base + walk->passed++);
    return true;
  }
  return false;
}

void reader_sites_free(struct reader_sites *sites) {
  free(sites->ranges);
  *sites = (struct reader_sites){0};
}
