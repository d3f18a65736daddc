// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Site tables: the bytes of a section SP_SITE_SECTION, or of a <table>.sites file, seen as tables and sites.
#ifndef SOURCEPRINT_REPORT_READER_TABLE_H
#define SOURCEPRINT_REPORT_READER_TABLE_H

#include "runtime/format.h"

#include <stdbool.h>

// What a file is shown as, where its name in the table is another one.
struct reader_shown {
  uint32_t offset; // of that name
  const char *name;
};

// One table whose length and checksum are right. Borrows the section's bytes, at any alignment.
struct reader_table {
  const unsigned char *start;
  uint64_t offset; // from the start of the section, bytes
  struct sp_table_header header;
  struct reader_shown *shown; // owned by the section; by offset; see names.h
  uint32_t shown_count;
  bool is_named; // its files have been given their names
};

// A site in words; the strings are borrowed from the section's bytes and never NULL.
struct reader_site {
  const char *file;
  const char *function;
  const char *snippet;
  const char *def_file;
  uint32_t line;     // 1-based
  uint32_t def_line; // 0 where there is no definition
  unsigned column;   // 1-based, bytes; 0 = not known
  unsigned kind;     // enum sp_site_kind, or a newer number
  bool is_timed;     // its record looks at the clock
  unsigned macro;    // enum sp_macro_relation, or a newer number
  unsigned skip;     // enum sp_skip_reason, or a newer number
};

// Stands for no site.
#define READER_NO_SITE UINT32_MAX

// How control goes on from a site. Sites are numbers in the table.
struct reader_facts {
  bool are_known;    // the table tells; if not, that a site calls and leaves is possible
  bool calls;        // its evaluation may call a function that makes records
  bool leaves;       // control may leave the function behind it
  bool ends;         // there is no other way on
  bool decides;      // a condition: the next site follows if it holds, and only then
  bool is_step;      // it follows the statement before it in one record
  bool is_entry;     // the first site of its function,
  bool is_only_once; // and control comes back to it by a call alone
  uint32_t function; // first site of its function; READER_NO_SITE: its function is not known
  uint32_t repeats;  // of a `do`'s condition: if it holds this site comes next, and only then; else READER_NO_SITE
  uint32_t before;   // the only statement of the function that can come right before it; READER_NO_SITE: not known
};

enum reader_table_state {
  READER_TABLE_FOUND,
  READER_TABLE_END,     // nothing but padding was left
  READER_TABLE_DAMAGED, // bytes that are no table were passed over; the next call goes on behind them
  READER_TABLE_NEWER,   // so, and they look like a table of another format version
  READER_TABLE_FOREIGN, // so, and they look like a table of the other byte order
};

// Finds the first table at or behind *offset, and moves *offset behind what was found or passed over. Always
// advances, so a loop until READER_TABLE_END ends.
enum reader_table_state reader_table_next(const unsigned char *section, uint64_t bytes, uint64_t *offset,
                                          struct reader_table *table);

// The text at an offset of the table's strings, "" if there is none.
const char *reader_table_string(const struct reader_table *table, uint32_t offset);

// Number of sites, the recorded ones first.
static inline uint64_t reader_table_sites(const struct reader_table *table) {
  return (uint64_t)table->header.site_count + table->header.skipped_count;
}

// Site number index, which must be below reader_table_sites().
struct reader_site reader_table_site(const struct reader_table *table, uint64_t index);

// Number index must be one of the recorded sites.
struct reader_facts reader_table_facts(const struct reader_table *table, uint32_t index);

// "statement" and the like; "unknown" for a number that this version does not know.
const char *reader_site_kind_text(unsigned kind);

// "none", "expansion", "invocation", or "unknown".
const char *reader_site_macro_text(unsigned macro);

#endif
