// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Tries the whole chain on a tiny program in a private folder: compile, link, run, `sourceprint last`.
#ifndef SOURCEPRINT_REPORT_TRIAL_H
#define SOURCEPRINT_REPORT_TRIAL_H

#include <stdbool.h>

struct trial {
  const char *step;   // that failed, or NULL: all went well
  const char *advice; // what to do about it
  char *command;      // of that step; owned
  char *output;       // what was said; owned
};

// compiler: the real one that is to be used.
struct trial trial_run(const char *compiler);
void trial_free(struct trial *trial);

#endif
