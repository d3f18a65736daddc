// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The lines of source files, to show a statement among its neighbours.
#ifndef SOURCEPRINT_REPORT_SOURCE_H
#define SOURCEPRINT_REPORT_SOURCE_H

#include "report/reader/record.h"
#include "source_place.h"

struct source_file; // in the cache

struct source_cache {
  struct source_file *first; // owned; NULL to begin with
};

// The source file of a record, from the places of source_place.h. Returns NULL, with a reason in *why, if the file
// cannot be read or is no longer what the program was compiled from. The cache owns both.
const struct source_file *source_find(struct source_cache *cache, const struct reader_run *run,
                                      const struct sp_record_text *record, const char **why);

// Line number `line` (1-based), without its newline; NULL if there is no such line.
const char *source_line(const struct source_file *file, uint32_t line, size_t *bytes);

uint32_t source_line_count(const struct source_file *file);

void source_cache_free(struct source_cache *cache);

#endif
