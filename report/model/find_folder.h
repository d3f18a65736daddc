// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The runs in a folder: their names, owners, parents and ends.
#ifndef SOURCEPRINT_REPORT_FIND_FOLDER_H
#define SOURCEPRINT_REPORT_FIND_FOLDER_H

#include "find_event.h"
#include "report/reader/problem.h"

#include "runtime/format.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

// A run of the folder that is searched.
struct find_candidate {
  char *name;
  char parent[sizeof((struct sp_run_header *)0)->parent_run];
  struct find_candidate *ancestor; // the parent's run, or NULL
  struct find_event event;
  struct find_event family; // of a root: the last event of the family, and whether it runs
};

struct find_folder {
  struct find_candidate *runs;
  size_t count;
  size_t room;
  size_t foreign_count;        // of other users' runs, which are left out
  uid_t foreign_owner;         // of one of them
  size_t unfinished_count;     // of runs without a header, which are left out
  char newest_unfinished[256]; // name of the one that was begun last, or ""
};

// Reads a folder: the runs of this user, or everybody's; the oldest first. Returns false if it cannot.
bool find_folder_read(struct find_folder *folder, int directory_fd, bool is_everybodys);
void find_folder_free(struct find_folder *folder);

// Finds the runs of the parents, and what happened to families last.
void find_folder_link(struct find_folder *folder);
struct find_candidate *find_family_root(struct find_candidate *run);

// Says in a remark whose run it is, if it is not this user's.
void find_tell_owner(const char *path, struct reader_problems *problems);
// A user's name; static.
const char *find_owner_name(uid_t owner);

#endif
