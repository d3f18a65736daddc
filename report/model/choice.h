// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Which threads and statements of a run a command is asked for: options that are named, and mean, what the variables do
// that filter what is recorded (docs/filters.md).
#ifndef SOURCEPRINT_REPORT_CHOICE_H
#define SOURCEPRINT_REPORT_CHOICE_H

#include "report/reader/tally.h"
#include "report/reader/thread.h"
#include "runtime/record_text.h"

#include <argp.h>

struct choice_filter; // the options' values, read

// {0}: nothing is left out.
struct choice {
  struct choice_filter *filter;  // owned; NULL: nothing was asked for
  const struct reader_run *run;  // borrowed: the run of the answers
  struct tally answers;          // by the value of a site
  char file[512], function[512]; // of the text that was asked about last
  bool is_text_chosen;           //
};

// For a command's list of children; its input is the struct choice. A value that makes no sense ends the process with a
// usage message.
extern const struct argp choice_argp;

// Only --thread, for commands that show threads whole.
extern const struct argp choice_thread_argp;

// Whether statements may be left out, and threads.
bool choice_is_by_site(const struct choice *choice);
bool choice_is_by_thread(const struct choice *choice);

bool choice_has_thread(struct choice *choice, const struct reader_run *run, const struct reader_thread *thread);

// value: of a statement's site. What belongs to no known site is chosen only if nothing is left out.
bool choice_has_site(struct choice *choice, const struct reader_run *run, uint32_t value);

// The same for a line of the text sink.
bool choice_has_text(struct choice *choice, const struct sp_record_text *text);

// Asks about all statements that a run knows: a word that matches one of them is no slip of the pen, whether it was
// executed or not.
void choice_ask_all(struct choice *choice, const struct reader_run *run);

// Says on stderr which words have matched nothing, as a slip of the pen looks like a program that does not come to the
// place.
void choice_tell_idle(const struct choice *choice);

void choice_free(struct choice *choice);

#endif
