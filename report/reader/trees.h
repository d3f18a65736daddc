// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The trees of a site table: from the record of a tree to the statements that were executed.
#ifndef SOURCEPRINT_REPORT_READER_TREES_H
#define SOURCEPRINT_REPORT_READER_TREES_H

#include "table.h"

// The steps of each head, in the order of their numbers. {0} is empty.
struct reader_trees {
  uint32_t *first; // owned; by site: index of its first step in steps; one more than there are sites
  uint32_t *steps; // owned; sites
};

// Returns false if memory is short. Steps that do not fit their tree belong to none.
bool reader_trees_build(struct reader_trees *trees, const struct reader_table *table);
void reader_trees_free(struct reader_trees *trees);

// The statements of a record whose head is site number head: their sites, the oldest first, into sites, which has room
// for SP_STEP_MAX + 1. Returns how many; 0 if there is no such tree or step.
unsigned reader_trees_expand(const struct reader_trees *trees, const struct reader_table *table, uint32_t head,
                             unsigned step, uint32_t *sites);

#endif
