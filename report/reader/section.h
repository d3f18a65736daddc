// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A section of site tables in memory, each table verified once, however many runs share it.
#ifndef SOURCEPRINT_REPORT_READER_SECTION_H
#define SOURCEPRINT_REPORT_READER_SECTION_H

#include "problem.h"
#include "table.h"
#include "trees.h"

#include <stddef.h>
#include <sys/types.h>

struct reader_section {
  unsigned char *bytes; // owned
  uint64_t size;
  struct reader_table *tables; // owned; in the order of the section
  struct reader_trees *trees;  // owned; of each table
  size_t table_count;
  size_t table_room;
  bool is_growing;  // the process appends tables,
  uint64_t scanned; // and behind this byte none was complete
  dev_t device;     // what file it is; both 0 where it is none
  ino_t inode;
  struct reader_section *next; // in a cache
};

// Takes bytes, which were allocated by malloc, and finds the tables in them. where: names the place in messages.
// Returns NULL if memory is short, bytes freed.
struct reader_section *reader_section_new(unsigned char *bytes, uint64_t size, const char *where,
                                          struct reader_problems *problems);
void reader_section_free(struct reader_section *section);

// Sections read from files, in the order of their loading, kept until the cache is freed. {NULL} is an empty one.
struct reader_section_cache {
  struct reader_section *first;
};

// Reads the file name in the folder directory_fd. expected: bytes that it should have. where: as above. Returns a
// section that the cache owns, or NULL after a problem was told.
struct reader_section *reader_section_load(struct reader_section_cache *cache, int directory_fd, const char *name,
                                           uint64_t expected, const char *where, struct reader_problems *problems);
void reader_section_cache_free(struct reader_section_cache *cache);

#endif
