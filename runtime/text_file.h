// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The text sink's files: <tid>.txt holds a thread's newest lines; when it has its size it becomes <tid>.<number>.txt,
// numbers rising over the whole run, and another one begins. The run's oldest files are removed beyond
// SOURCEPRINT_MAX_BYTES. Private to this folder.
#ifndef SOURCEPRINT_RUNTIME_TEXT_FILE_H
#define SOURCEPRINT_RUNTIME_TEXT_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SP_TEXT_CHECK_NS UINT64_C(100000) // how long a check of the file holds

// The calling thread's file, beside what struct sp_self has of it.
struct sp_text_file {
  uint64_t bytes;         // its size
  uint64_t roll_at;       // the size at which it is rolled
  uint64_t charged;       // bytes of it that are in the run's total
  uint64_t limit;         // RLIMIT_FSIZE, as it was asked last
  uint64_t checked_ns;    // CLOCK_MONOTONIC of the last check; 0 = never
  uint32_t limit_changes; // sp_limit_changes at that time
  bool is_brief;          // it is opened for each line
};
extern __thread struct sp_text_file sp_text_file;

// Counts up each time that the program changes a limit for files.
extern uint32_t sp_limit_changes;

// Makes sure that the descriptor still is our file's: opens it if there is none, or the program has closed it; learns
// its size and limit. False if there is no file to write to. now_ns: CLOCK_MONOTONIC.
bool sp_check_text_file(uint64_t now_ns);

// Appends one line by one write(2). What cannot be written whole is not written at all.
void sp_append_text(const char *line, size_t bytes);

// Writes the line to stderr. Who reads that may be gone, and its file be full: the program gets no signal for it.
void sp_echo_text(const char *line, size_t bytes);

#endif
