// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A file that a command writes: there as a whole, or not at all. It grows under another name in the same folder, which
// goes away if the command fails or is interrupted.
#ifndef SOURCEPRINT_REPORT_OUTPUT_FILE_H
#define SOURCEPRINT_REPORT_OUTPUT_FILE_H

#include <stdbool.h>
#include <stdio.h>

// One at a time in a process. {0} to begin with.
struct output_file {
  FILE *out;         // what to write to; NULL where only the name was asked for
  char *name;        // owned; for messages, and what the file is called in the end
  char *growing;     // owned; its name until then, the same where there is no other: a device, a pipe
  bool is_temporary; //
};

// name: NULL or "-" is stdout. by_name: who writes opens `growing` itself, which is there and empty. Returns false
// after a message if the file cannot be made.
bool output_file_begin(struct output_file *file, const char *name, bool by_name);

// True if no more output is wanted or possible.
bool output_file_is_over(const struct output_file *file);

// Says that not all could be written, and why, for one that is written by its name.
void output_file_tell(const struct output_file *file, const char *why);

// Ends the file. is_good: false takes away what there is of it. Returns status, or 2 after a message if not all could
// be written.
int output_file_finish(struct output_file *file, bool is_good, int status);

#endif
