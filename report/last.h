// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What `sourceprint last` tells about one process, and its two forms.
#ifndef SOURCEPRINT_REPORT_LAST_H
#define SOURCEPRINT_REPORT_LAST_H

#include "report/last_path.h"
#include "report/output.h"
#include "report/reader_fault.h"
#include "report/reader_history.h"
#include "report/reader_record.h"
#include "report/source.h"

#include <jansson.h>

struct last_thread {
  struct reader_thread thread; // of a thread that only has a text file: tid alone
  bool has_record;             // record.text.seq is set, unless is_only_last
  bool has_site;               // and so is the rest
  struct reader_record record;
  bool has_returned;           // record is not the last one: what the last one was in had returned when the fault came
  bool is_ahead;               // record is not the last one: the fault came before record could be made
  struct reader_record before; // in both cases this is the last one
  bool is_only_last;           // the record is all that its code keeps, and has no number
  bool has_only_last;          // other code keeps its last statement only:
  struct reader_record only_last; // this one, which may be later
  char *line;                     // owned; what record borrows if it is of the text sink
  uint64_t first;                 // the window, as seq numbers; both 0 if it is empty
  uint64_t last;                  //
  uint64_t begun;                 // records begun since the thread started; 0 if not known
  uint64_t lost;                  // of those in the window
  struct last_path path;          // the calls around record
  unsigned open;                  // records begun behind the window, and not completed
};

struct last_process {
  struct reader_run *run;      // borrowed
  struct last_thread *threads; // owned; the one that crashed first, then by number
  size_t thread_count;
};

// Reads the last record of each thread, or of the thread tid if that is not 0. Problems are told.
struct last_process last_collect(struct reader_run *run, int tid);
void last_free(struct last_process *process);

// How the text form looks.
struct last_look {
  struct output_colors colors;
  uint32_t context;             // lines before and behind the statement
  struct source_cache *sources; // borrowed
};

void last_print(FILE *out, const struct last_process *process, const struct last_look *look);

// New reference.
json_t *last_json(const struct last_process *process);

#endif
