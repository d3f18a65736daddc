// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Child processes and what must hold whatever happens to us: no child outlives us, no private tree survives, a signal's
// death stays a signal's death.
#ifndef SOURCEPRINT_DRIVER_PROCESS_H
#define SOURCEPRINT_DRIVER_PROCESS_H

#include <stdbool.h>

struct driver_outcome {
  int status;     // exit status, if no signal
  int signal;     // that ended the child, or 0
  bool timed_out; // we ended it
};

// Makes the private tree (mode 0700), in /tmp if $TMPDIR does not take it, and sees to it that SIGINT, SIGTERM and
// SIGHUP remove it. Returns its path, or NULL with errno set.
const char *driver_make_tree(void);
void driver_remove_tree(void);
// Removes any folder and all in it; what cannot be removed stays.
void driver_remove_folder(const char *folder);

// Runs a program (looked up as a path) and waits. error_output: a file that takes its stderr, or NULL for ours.
// seconds: a time limit, or 0. A signal that asks us to end goes to the child first, then ends us.
struct driver_outcome driver_run(const char *program, const char *const *argv, const char *error_output,
                                 unsigned seconds);

// The same, and output is a file that takes its stdout, or NULL.
struct driver_outcome driver_run_to(const char *program, const char *const *argv, const char *output,
                                    const char *error_output, unsigned seconds);

// Ends this process as the child ended, after the private tree is gone.
_Noreturn void driver_end_as(struct driver_outcome outcome);

// Becomes the program, after the private tree is gone. Returns only if that fails.
void driver_become(const char *program, const char *const *argv);

#endif
