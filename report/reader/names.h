// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Names of source files that tell them apart. A build that compiles lib/a.c and app/a.c in their folders has two files
// a.c: both are shown with as much of their paths as it takes.
#ifndef SOURCEPRINT_REPORT_READER_NAMES_H
#define SOURCEPRINT_REPORT_READER_NAMES_H

#include "table.h"
#include "tally.h"

struct reader_name; // a file by the name that a compiler was given

// The relative names of all tables that were added. {0} is empty.
struct reader_names {
  struct reader_name *list; // owned
  size_t count;
  size_t room;
  struct tally by_given; // a name and where it leads: its number in the list, counted from 1
  struct tally by_shown;
};

// Gives the files of the tables their names; tables that have them keep them. Aborts if memory is short.
void reader_names_add(struct reader_names *names, struct reader_table *const *tables, size_t count);

// Where a name that is shown leads: an absolute path, or one that begins where the program started. NULL: it is
// absolute itself, or no table says.
const char *reader_names_path(const struct reader_names *names, const char *shown);

// To be called when no table that was added is used any more.
void reader_names_free(struct reader_names *names);

// Takes "." and ".." out of a path, by its text alone: the folders may be another machine's.
void reader_path_normalize(char *path);

#endif
