// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The crash snapshot: where the threads were when a fatal signal came, or a sanitizer ends the process. Private to this
// folder. Everything here runs in handlers of such signals, whatever the process was doing: no lock is taken, nothing
// is allocated, libc is asked for little more than system calls, and memory is believed as little as that can be done.
#ifndef SOURCEPRINT_RUNTIME_CRASH_H
#define SOURCEPRINT_RUNTIME_CRASH_H

#include "process.h"

#define SP_CRASH_LINES_MAX 1000u
#define SP_CRASH_LINES 20u

struct sp_crash {
  int signal;             // or 0
  const siginfo_t *info;  // of the signal; NULL if it is not known
  uint64_t stack_pointer; // of what was interrupted; 0 if it is not known
  bool has_handler;       // one that was there before ours is called next: the process may live on
  const char *reporter;   // the sanitizer that ends the process, or NULL
  const char *problem;    // in its words, or NULL
  uint64_t address;       // that it names, or 0
};

// Reads the settings, once; false if no snapshot is wanted.
bool sp_read_crash_settings(void);
// Writes the snapshot to where the settings say. One at a time, and none in a confined process.
void sp_report_crash(const struct sp_crash *crash);
// Whether there may be a snapshot now of a fault that goes on to a handler; asked first, as it costs little.
bool sp_may_report_before_handler(void);
// In the child of a fork.
void sp_forget_crash(void);

// Receives the text, in pieces of whole lines.
typedef void sp_snapshot_out(const char *text, size_t bytes);
// Prepares the text: at most so many statements of the calling thread, and so many other threads.
void sp_begin_snapshot(const struct sp_crash *crash, uint32_t lines, sp_snapshot_out *out);
// Makes it. Where that faulted, the next call leaves out the part that it was in, and goes on behind it.
void sp_make_snapshot(void);
#define SP_SNAPSHOT_PARTS 4u
// What happened, in words: "SIGSEGV (no memory there) at address 0x8".
struct sp_text_out;
void sp_text_crash(struct sp_text_out *o, const struct sp_crash *crash);

// Calls run(argument). A fault in it ends it, where sp_on_fault() is the handler; then the result is false.
bool sp_run_guarded(void (*run)(const void *), const void *argument);
// Ends what the calling thread runs so, and does not return; returns if there is nothing such.
void sp_leave_guarded(void);
#define SP_PAGE_LEAST 4096u // bytes of the smallest pages
// Whether all of it can be read at the moment. Changes errno.
bool sp_is_readable(const void *memory, size_t bytes);

// The handler of fatal signals.
void sp_on_fault(int signal, siginfo_t *info, void *context);
void sp_watch_faults(void);
// Whether a sanitizer is in the program.
bool sp_has_sanitizer(void);
// A fault goes to the handler that was there before ours, which may be a sanitizer's.
void sp_sanitizer_takes(const struct sp_crash *crash);

#endif
