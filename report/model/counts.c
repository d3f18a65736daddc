// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A ring holds few different records: these are counted first, by their bytes, and unfolded once each.

#include "counts.h"

#include "common/memory.h"
#include "report/reader/tally.h"
#include "report/reader/window.h"

#include <stdlib.h>
#include <string.h>

// So many are counted before the progress is told.
#define RECORDS_A_STEP (1u << 16)

// The record's bytes: site and step. Nothing that is no site is one of them.
static uint64_t key_of(struct sp_record record) { return record.site | (uint64_t)record.step << 32; }

static void count_some(const struct reader_ring *ring, uint64_t first, uint64_t end, struct tally *records,
                       struct counts *counts) {
  for (uint64_t number = first; number < end; number++) {
    const struct sp_record record = reader_ring_record(ring, number);
    if (record.site < SP_SITE_RESERVED)
      continue;
    tally_add(records, key_of(record), 1);
    counts->records++;
  }
}

static void count_records(const struct reader_ring *ring, struct tally *records, struct counts *counts,
                          const struct steps *steps) {
  const uint64_t whole = ring->end - ring->first;
  for (uint64_t done = 0; done < whole; done += RECORDS_A_STEP) {
    const uint64_t some = whole - done < RECORDS_A_STEP ? whole - done : RECORDS_A_STEP;
    steps_part(steps, (double)done / (double)whole);
    count_some(ring, ring->first + done, ring->first + done + some, records, counts);
  }
}

static void count_statements(const struct reader_run *run, const struct tally *records, struct tally *statements) {
  uint32_t values[SP_STEP_MAX + 1];
  for (size_t i = 0; i < records->size; i++) {
    const struct tally_slot *slot = &records->slots[i];
    if (slot->key == 0)
      continue;
    const struct sp_record record = {.site = (uint32_t)slot->key, .step = (uint8_t)(slot->key >> 32)};
    unsigned count = reader_sites_expand(&run->sites, record, values);
    if (count == 0)
      values[count++] = record.site;
    while (count > 0)
      tally_add(statements, values[--count], slot->count);
  }
}

static void add_site(struct counts *counts, const struct reader_site *site, uint64_t times) {
  if (counts->count == counts->room) {
    counts->room = counts->room ? counts->room * 2 : 1024;
    counts->sites = realloc(counts->sites, counts->room * sizeof *counts->sites);
    if (!counts->sites)
      memory_is_short();
  }
  counts->sites[counts->count++] = (struct counts_site){*site, times};
  counts->statements += times;
}

static void add_sites(struct counts *counts, const struct reader_run *run, struct choice *choice,
                      const struct tally *statements) {
  for (size_t i = 0; i < statements->size; i++) {
    struct reader_site site;
    const struct tally_slot *slot = &statements->slots[i];
    if (slot->key == 0 || (choice && !choice_has_site(choice, run, (uint32_t)slot->key)))
      continue;
    if (reader_sites_find(&run->sites, (uint32_t)slot->key, &site))
      add_site(counts, &site, slot->count);
    else
      counts->unknown += slot->count;
  }
}

void counts_add_run(struct counts *counts, struct reader_run *run, struct choice *choice, const struct steps *steps) {
  struct reader_window window = {0};
  struct reader_thread *threads;
  struct tally records, statements;
  const size_t thread_count = reader_threads(run, &threads);
  tally_begin(&records);
  tally_begin(&statements);
  for (size_t i = 0; i < thread_count; i++) {
    if ((choice && !choice_has_thread(choice, run, &threads[i])) || !reader_window_read(run, &threads[i], &window))
      continue;
    const uint64_t before = counts->records;
    steps_thread(steps, i, thread_count);
    count_records(&window.ring, &records, counts, steps);
    counts->threads += counts->records > before;
  }
  count_statements(run, &records, &statements);
  add_sites(counts, run, choice, &statements);
  tally_free(&records);
  tally_free(&statements);
  free(threads);
  reader_window_free(&window);
}

void counts_free(struct counts *counts) {
  free(counts->sites);
  *counts = (struct counts){0};
}
