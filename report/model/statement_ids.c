// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Hashes what a statement is, and numbers equal ones within a function.

#include "statement_ids.h"

#include "common/base_name.h"

#include <string.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

static uint64_t hash(const char *text, uint64_t seed) { return XXH3_64bits_withSeed(text, strlen(text) + 1, seed); }

static uint64_t name_of(const struct reader_site *site) {
  const uint64_t kind = site->kind | (uint64_t)site->macro << 8;
  const uint64_t name = hash(site->snippet, hash(site->function, hash(base_name(site->file), kind)));
  return name ? name : 1;
}

// Sites of a table are in the order of the text, and so those of the same name are counted.
static void add_table(struct statement_ids *ids, const struct reader_table *table, uint64_t address) {
  struct tally seen;
  tally_begin(&seen);
  for (uint32_t k = 0; k < table->header.site_count; k++) {
    const struct reader_site site = reader_table_site(table, k);
    const uint64_t name = name_of(&site);
    tally_add(&seen, name, 1);
    const uint64_t id = XXH3_64bits_withSeed(&name, sizeof name, tally_find(&seen, name)->count);
    const uint32_t value = (uint32_t)(address + 1 + k);
    if (value != 0 && tally_find(&ids->by_value, value)->key == 0)
      tally_add(&ids->by_value, value, id ? id : 1);
  }
  tally_free(&seen);
}

void statement_ids_begin(struct statement_ids *ids, const struct reader_run *run) {
  tally_begin(&ids->by_value);
  for (size_t i = 0; i < run->module_count; i++) {
    const struct reader_section *section = run->modules[i].section;
    for (size_t j = 0; section && j < section->table_count; j++)
      add_table(ids, &section->tables[j], run->modules[i].module.table_address + section->tables[j].offset);
  }
}

void statement_ids_free(struct statement_ids *ids) { tally_free(&ids->by_value); }
