// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the threads of running processes execute, as it happens.
#ifndef SOURCEPRINT_REPORT_FOLLOW_H
#define SOURCEPRINT_REPORT_FOLLOW_H

#include "choice.h"
#include "find.h"
#include "report/reader/tail.h"

// A statement that was executed since the last look.
struct follow_news {
  struct reader_when when; //
  uint64_t order_ns;       // it was not executed earlier, as far as is known; CLOCK_REALTIME
  uint64_t number;         // in its thread
  uint32_t value;          // its site's
  uint32_t run;            // index of its run
  int tid;
};

// A run that is followed.
struct follow_run {
  char *path;             // owned
  struct reader_run *run; // owned; as it was at the last look; NULL if it could not be read then
  struct follow_thread *threads;
  size_t thread_count;
  bool is_over; // its process has ended, and that was told
};

struct follow {
  struct choice *choice;   // borrowed
  uint64_t first_most;     // statements of a thread that are kept of the first look, the newest ones
  uint64_t most;           // and of each later one
  bool is_first_look;      //
  struct reader reader;    //
  int status;              // 2 if something was damaged at the first look, else 0
  struct follow_run *runs; // owned
  size_t run_count;
  struct follow_news *news; // owned; of the last look, by time as far as it is known
  size_t news_count;
  size_t news_room;
  uint64_t left_out; // statements of the last look that were more than `most`, or overwritten before it
  struct reader_history history;
};

void follow_begin(struct follow *follow, struct choice *choice, uint64_t first_most, uint64_t most);

// Begins to follow the runs that are not followed yet.
void follow_add(struct follow *follow, const struct find_runs *runs);

// Looks at all runs that are not over.
void follow_look(struct follow *follow);

// Whether all processes have ended.
bool follow_is_over(const struct follow *follow);

void follow_free(struct follow *follow);

#endif
