// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A ring holds few different records: these are counted first, by their bytes, and unfolded once each.

#include "counts.h"

#include "reader_window.h"

#include <stdlib.h>
#include <string.h>

#define FIRST_SLOTS 4096u // a power of 2

struct slot {
  uint64_t key; // 0: free
  uint64_t count;
};

struct table {
  struct slot *slots;
  size_t size; // a power of 2
  size_t used;
};

static void *checked(void *memory) {
  if (!memory)
    abort();
  return memory;
}

// Multiplicative hashing (Knuth, The Art of Computer Programming, volume 3, 6.4): keys differ in low bits mostly.
static size_t first_slot(const struct table *table, uint64_t key) {
  return (size_t)((key * UINT64_C(0x9e3779b97f4a7c15)) >> 32) & (table->size - 1);
}

static struct slot *find(const struct table *table, uint64_t key) {
  size_t i = first_slot(table, key);
  while (table->slots[i].key != 0 && table->slots[i].key != key)
    i = (i + 1) & (table->size - 1);
  return &table->slots[i];
}

static void begin_table(struct table *table) {
  table->size = FIRST_SLOTS;
  table->used = 0;
  table->slots = checked(calloc(table->size, sizeof *table->slots));
}

static void grow(struct table *table) {
  struct table larger = {.size = table->size * 2, .used = table->used};
  larger.slots = checked(calloc(larger.size, sizeof *larger.slots));
  for (size_t i = 0; i < table->size; i++)
    if (table->slots[i].key != 0)
      *find(&larger, table->slots[i].key) = table->slots[i];
  free(table->slots);
  *table = larger;
}

static void count_key(struct table *table, uint64_t key, uint64_t times) {
  struct slot *slot = find(table, key);
  if (slot->key == 0) {
    slot->key = key;
    if (++table->used * 2 > table->size) {
      grow(table);
      slot = find(table, key);
    }
  }
  slot->count += times;
}

// The record's bytes: site and step. Nothing that is no site is one of them.
static uint64_t key_of(struct sp_record record) { return record.site | (uint64_t)record.step << 32; }

static void count_records(const struct reader_ring *ring, struct table *records, struct counts *counts) {
  for (uint64_t number = ring->first; number < ring->end; number++) {
    const struct sp_record record = reader_ring_record(ring, number);
    if (record.site < SP_SITE_RESERVED)
      continue;
    count_key(records, key_of(record), 1);
    counts->records++;
  }
}

static void count_statements(const struct reader_run *run, const struct table *records, struct table *statements) {
  uint32_t values[SP_STEP_MAX + 1];
  for (size_t i = 0; i < records->size; i++) {
    const struct slot *slot = &records->slots[i];
    if (slot->key == 0)
      continue;
    const struct sp_record record = {.site = (uint32_t)slot->key, .step = (uint8_t)(slot->key >> 32)};
    unsigned count = reader_sites_expand(&run->sites, record, values);
    if (count == 0)
      values[count++] = record.site;
    while (count > 0)
      count_key(statements, values[--count], slot->count);
  }
}

static void add_site(struct counts *counts, const struct reader_site *site, uint64_t times) {
  if (counts->count == counts->room) {
    counts->room = counts->room ? counts->room * 2 : 1024;
    counts->sites = checked(realloc(counts->sites, counts->room * sizeof *counts->sites));
  }
  counts->sites[counts->count++] = (struct counts_site){*site, times};
  counts->statements += times;
}

static void add_sites(struct counts *counts, const struct reader_run *run, const struct table *statements) {
  for (size_t i = 0; i < statements->size; i++) {
    struct reader_site site;
    const struct slot *slot = &statements->slots[i];
    if (slot->key == 0)
      continue;
    if (reader_sites_find(&run->sites, (uint32_t)slot->key, &site))
      add_site(counts, &site, slot->count);
    else
      counts->unknown += slot->count;
  }
}

void counts_add_run(struct counts *counts, struct reader_run *run, int tid) {
  struct reader_window window = {0};
  struct reader_thread *threads;
  struct table records, statements;
  const size_t thread_count = reader_threads(run, &threads);
  begin_table(&records);
  begin_table(&statements);
  for (size_t i = 0; i < thread_count; i++) {
    if ((tid && threads[i].tid != tid) || !reader_window_read(run, &threads[i], &window))
      continue;
    const uint64_t before = counts->records;
    count_records(&window.ring, &records, counts);
    counts->threads += counts->records > before;
  }
  count_statements(run, &records, &statements);
  add_sites(counts, run, &statements);
  free(records.slots);
  free(statements.slots);
  free(threads);
  reader_window_free(&window);
}

void counts_free(struct counts *counts) {
  free(counts->sites);
  *counts = (struct counts){0};
}
