// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What happened last to the process of a run, by which the runs of a folder are put in an order: its end, or its start
// while it goes on. A crash that just happened comes before a server that has been running since the morning, and a
// program that was just started before the crash of yesterday.
#ifndef SOURCEPRINT_REPORT_FIND_EVENT_H
#define SOURCEPRINT_REPORT_FIND_EVENT_H

#include "report/reader/header.h"

struct find_event {
  uint64_t ns; // CLOCK_REALTIME; of an end that nobody noted, the last moment that the process is known to have lived
  bool is_running;
  bool is_crash; // a signal or a sanitizer ended it
};

// Of a run that cannot be read: its start, as its name has it.
struct find_event find_event_of_name(const char *name);

// Of the run in file fd, whose header is sound or damaged; start: find_event_of_name() of it.
struct find_event find_event_read(int fd, const struct sp_run_header *header, struct find_event start);

#endif
