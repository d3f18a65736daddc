// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// From a record's value to its site: the tables of a run's modules at the addresses where they were loaded.
#ifndef SOURCEPRINT_REPORT_READER_SITES_H
#define SOURCEPRINT_REPORT_READER_SITES_H

#include "section.h"

struct reader_site_range; // values of one table

// {0} is empty. Borrows the sections.
struct reader_sites {
  struct reader_site_range *ranges; // owned; sorted once reader_sites_finish() was called
  size_t count;
  size_t room;
};

// Adds the tables of a section that was loaded at table_address. Returns false if memory is short.
bool reader_sites_add(struct reader_sites *sites, const struct reader_section *section, uint64_t table_address);

// To be called once, between the last reader_sites_add() and the first reader_sites_find(). Returns false if values
// stand for two sites, which no runtime writes.
bool reader_sites_finish(struct reader_sites *sites);

// The site of a record's value. Returns false if no table has it.
bool reader_sites_find(const struct reader_sites *sites, uint32_t value, struct reader_site *site);

// How control goes on from the site of a value: its sites are values, too. Returns false as above.
bool reader_sites_facts(const struct reader_sites *sites, uint32_t value, struct reader_facts *facts);

// The values of the statements that a record stands for, the oldest first, into values, which has room for
// SP_STEP_MAX + 1. Returns how many; 0 if no table has such a tree.
unsigned reader_sites_expand(const struct reader_sites *sites, struct sp_record record, uint32_t *values);

// Goes through all sites that may have records. *walk: {0} to begin with. Returns false behind the last one.
struct reader_sites_walk {
  size_t range;
  uint32_t passed; // of its values
};
bool reader_sites_next(const struct reader_sites *sites, struct reader_sites_walk *walk, uint32_t *value,
                       struct reader_site *site);

void reader_sites_free(struct reader_sites *sites);

#endif
