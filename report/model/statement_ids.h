// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Names for statements that are the same in two runs, whatever the addresses, and in two builds of a source whose other
// lines have changed: file, function, text, and which one of those with that text in the function it is.
#ifndef SOURCEPRINT_REPORT_STATEMENT_IDS_H
#define SOURCEPRINT_REPORT_STATEMENT_IDS_H

#include "report/reader/run.h"
#include "report/reader/tally.h"

struct statement_ids {
  struct tally by_value; // the id of each site's value
};

// Of all sites of a run.
void statement_ids_begin(struct statement_ids *ids, const struct reader_run *run);

// 0 for a value of no known site.
static inline uint64_t statement_id(const struct statement_ids *ids, uint32_t value) {
  return tally_find(&ids->by_value, value)->count;
}

void statement_ids_free(struct statement_ids *ids);

#endif
