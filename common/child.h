// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Other programs that a command runs.
#ifndef SOURCEPRINT_COMMON_CHILD_H
#define SOURCEPRINT_COMMON_CHILD_H

#include <stddef.h>
#include <sys/resource.h>

// What a command exits with that was to run another one and could not, as a shell does.
#define CHILD_NOT_FOUND 127

struct child {
  const char *program; // looked up in PATH, or NULL for argv[0]
  char *const *argv;
  int input;           // a descriptor that becomes its standard input, or -1
  int output;          // the same for its output
  int words;           // and for its standard error
  struct rusage usage; // set when it has ended
};

// Runs it and waits; meanwhile Ctrl-C is the child's alone. Returns its exit status, 128 and the signal's number if one
// ended it, or CHILD_NOT_FOUND after a message that begins with the name of the command.
int child_run(struct child *child, const char *command);

// What it writes to standard output, with a NUL behind; its words go nowhere. NULL if it fails. To be freed.
char *child_output(char *const *argv, size_t *bytes);

// The path of a program of ours, beside this one, or NULL after a message. To be freed.
char *child_own_program(const char *name, const char *command);

#endif
