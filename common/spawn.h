// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Programs that a command runs: the compiler beside it, and those that it tries.
#ifndef SOURCEPRINT_COMMON_SPAWN_H
#define SOURCEPRINT_COMMON_SPAWN_H

#include <stdbool.h>

struct spawn_outcome {
  int status;     // exit status, or 128 and the signal's number as shells have it
  bool timed_out; // it was ended
  char *output;   // what it said, ending with a NUL; owned
};

// Runs a program (a path) and waits for at most a minute. folder: its working directory, or NULL for ours.
// environment: NULL for ours. joins_errors: its stderr is part of the output; otherwise it is ours.
// Returns false with errno set if it could not be run.
bool spawn_run(const char *const *argv, const char *folder, char *const *environment, bool joins_errors,
               struct spawn_outcome *outcome);

// The path of a program that is installed beside this one, which the caller owns.
char *spawn_beside(const char *name);

#endif
