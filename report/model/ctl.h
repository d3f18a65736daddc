// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A running process as `sourceprint ctl` sees it.
#ifndef SOURCEPRINT_REPORT_CTL_H
#define SOURCEPRINT_REPORT_CTL_H

#include "report/reader/header.h"

#include <stdbool.h>

struct ctl_process {
  int pid;
  char *run; // its directory, owned
  int file;  // run.sp, open and locked by flock(); -1: none
  struct sp_control control;
};

// Finds a process by its id, or by its run's directory. Returns NULL, or one line about why it cannot be asked, owned
// by the caller. *process is to be freed either way.
char *ctl_find(struct ctl_process *process, const char *which);
void ctl_free(struct ctl_process *process);

// Reads what the process says of itself now.
bool ctl_read(struct ctl_process *process);

// Why the signal of requests would not reach the runtime: NULL, or one line, owned by the caller.
char *ctl_obstacle(const struct ctl_process *process);

// Has a request carried out: its text without the first line. Returns NULL, or one line, owned by the caller.
char *ctl_request(struct ctl_process *process, const char *text);

#endif
