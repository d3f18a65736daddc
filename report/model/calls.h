// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The calls along a thread's statements, for forms that show a stack. Of text only the functions are known, one at a
// time.
#ifndef SOURCEPRINT_REPORT_CALLS_H
#define SOURCEPRINT_REPORT_CALLS_H

#include "choice.h"
#include "report/reader/frames.h"
#include "report/reader/source.h"
#include "spread.h"

// From one statement to the next.
struct calls_step {
  size_t popped;    // functions that were left,
  bool is_pushed;   // and then one that was entered:
  uint32_t name;    // its name's number,
  const char *file; // its first statement's place, kept until calls_free() or the run's end; NULL = not known
  uint32_t line;    //
  bool is_handler;  // nobody called it
  bool is_cut;      // the callers of the outermost function are not known
  bool is_known;    // the statement, of some function
  bool is_counted;  // it was executed, and is asked for
  uint64_t seq;     // as in the log
  uint64_t time_ns; // CLOCK_REALTIME, spread over what is known
};

// Large: not for the stack. {0} with choice set is ready for use, for one thread after another.
struct calls {
  struct choice *choice;       // borrowed
  struct reader_frames frames; // of the run
  struct tally by_value;       // the numbers of its functions' names, plus 1
  struct reader_stream stream; // of the thread
  struct spread spread;        //
  size_t depth;                // functions that are open
  uint32_t current;            // of a text: the name
  uint64_t text_ns;            //
  struct tally by_name;        // a hash of each name: its number, plus 1
  char **names;                // owned; UTF-8
  uint32_t name_count;         //
};

// Returns false if the source has nothing to read.
bool calls_open(struct calls *calls, struct reader_run *run, const struct reader_source *source);

// False at the end, when what was damaged is told.
bool calls_next(struct calls *calls, struct calls_step *step);

static inline const char *calls_name(const struct calls *calls, uint32_t name) { return calls->names[name]; }
void calls_free(struct calls *calls);

#endif
