// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A run directory: one process, its modules and the sites in them. Threads are read with thread.h.
#ifndef SOURCEPRINT_REPORT_READER_RUN_H
#define SOURCEPRINT_REPORT_READER_RUN_H

#include "header.h"
#include "names.h"
#include "sites.h"

// What all runs of one command share. {0} with problems.out set is ready for use.
struct reader {
  struct reader_problems problems;
  struct reader_section_cache sections;
  struct reader_names names;
};

struct reader_module {
  struct sp_module module;        // its texts end with a NUL
  struct reader_section *section; // NULL where it could not be read; the reader owns it
};

struct reader_caught;

struct reader_run {
  struct reader *reader; // borrowed
  char *path;            // of the directory
  const char *name;      // last component of path
  int directory_fd;
  int fd;              // run.sp
  uint64_t file_bytes; // of run.sp, when it was opened
  struct sp_run_header header;
  enum reader_end end;
  struct reader_module *modules;
  size_t module_count;
  struct reader_sites sites;
  struct reader_caught *caught; // owned; see caught.h; NULL: there is none
};

// Opens a run. Every problem is told; what is not damaged can be read all the same. Returns NULL if nothing can. The
// caller ends the run with reader_run_close().
struct reader_run *reader_run_open(struct reader *reader, const char *path);
void reader_run_close(struct reader_run *run);

// True if path is a directory with a run file in it, whatever the state of that file.
bool reader_run_is_there(const char *path);

// Frees what the runs shared; no run may be open.
void reader_free(struct reader *reader);

#endif
