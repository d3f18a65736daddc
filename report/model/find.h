// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Finds the runs that a command is about. A *family* is a process and all its descendants, as far as their runs are
// in the same folder.
#ifndef SOURCEPRINT_REPORT_FIND_H
#define SOURCEPRINT_REPORT_FIND_H

#include "report/reader/problem.h"

#include <stdbool.h>
#include <stddef.h>

// What opens archives of runs: NULL where none are read.
struct find_archives {
  bool (*is_one)(const char *path);
  // Unpacks it into a folder, which it returns; NULL after a problem was told. The sources of its runs come from there.
  char *(*open)(const char *path, struct reader_problems *problems);
  void (*remove)(char *folder);
};

struct find_runs {
  char **paths; // of run directories, owned
  size_t count;
  char **unpacked; // temporary folders, owned: of archives
  size_t unpacked_count;
  // What the caller may set before it searches.
  bool prefers_running; // a folder stands for the family that started last of those that are running, if there is one
  const struct find_archives *archives;
  const char *relative; // path of a run, or NULL: where the folder has it, that stands for the family of this run
};

// Adds the runs that argument names: a run directory stands for itself, a folder of runs for the family to which
// something happened last (find_event.h), or for all its runs if is_all, and an archive for all that it holds. Oldest
// first. Runs of a folder that have no header yet are left out. Problems are told. Returns false if there is no run.
bool find_runs_add(struct find_runs *runs, const char *argument, bool is_all, struct reader_problems *problems);

// The runs of all arguments; without any, those of the folder that the runtime writes to. Returns false if one of
// the arguments names no run.
bool find_runs(struct find_runs *runs, char *const *arguments, size_t count, bool is_all,
               struct reader_problems *problems);

// A crash that came later than the last event of the runs found, in a run of the same folders that is none of them.
// Their number, and the path of the newest one, which the caller frees; NULL if there is none.
size_t find_newer_crashes(const struct find_runs *runs, char **newest);

// Removes what was unpacked, too: no run of it may be open.
void find_runs_free(struct find_runs *runs);

// True if a file's name has the form of a run directory's: UTC start, program and pid, as in
// 20261107T183201.123456789-true-4711.
bool find_is_run_name(const char *name);

#endif
