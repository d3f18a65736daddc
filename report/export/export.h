// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// `sourceprint export`: the forms in which other programs read a run. Each form is a struct export_format in a file of
// its own, export_NAME.c, and a line in the list at the end.
#ifndef SOURCEPRINT_REPORT_EXPORT_H
#define SOURCEPRINT_REPORT_EXPORT_H

#include "report/model/choice.h"
#include "report/reader/source.h"
#include "report/text/output_file.h"

// One export, of one run or of several.
struct export {
  struct output_file file;          // what is written
  struct choice *choice;            // what is asked for; borrowed
  struct reader_problems *problems; // borrowed
  void *state;                      // the format's own
  size_t threads;                   // that were chosen, so far
};

// The functions are called in this order: begin; for each process run, and for each of its threads that is chosen
// thread, then record for each statement, the oldest first; end. What is NULL is passed over. Those that return a bool
// say false after a message if the export cannot go on.
struct export_format {
  const char *name;   // of --format
  const char *what;   // for the help text
  bool is_file;       // needs -o: it is no text, and opened by its name
  bool is_without;    // of any run: none is looked for
  bool is_by_process; // run does all: threads are for it to count, in export->threads

  bool (*begin)(struct export *export);
  bool (*run)(struct export *export, struct reader_run *run);
  bool (*thread)(struct export *export, struct reader_run *run, const struct reader_source *source);
  bool (*record)(struct export *export, const struct reader_record *record, uint32_t value);
  // Always called if begin was true; is_whole: nothing has failed.
  bool (*end)(struct export *export, bool is_whole);
};

extern const struct export_format export_chrome;
extern const struct export_format export_folded;
extern const struct export_format export_gnu;
extern const struct export_format export_html;
extern const struct export_format export_jsonl;
extern const struct export_format export_lcov;
extern const struct export_format export_lnav;
extern const struct export_format export_sarif;
extern const struct export_format export_sqlite;

#endif
