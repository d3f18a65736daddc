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
// Of what it interrupted; 0 where that is not known.
uint64_t sp_program_counter(const void *context);
uint64_t sp_stack_pointer(const void *context);
// The site whose record was being made at a fault, so that its statement had not begun; 0: it was no record.
uint32_t sp_unrecorded(const siginfo_t *fault, const void *context);
// Puts it in place of the default, and before the program's own handlers.
void sp_watch_faults(void);
// sigaction() past our own, which shows the program only what it did itself.
int sp_real_sigaction(int signal, const struct sigaction *action, struct sigaction *before);
typedef void sp_handler(int signal, siginfo_t *info, void *context);
// The process exits: a note if it may do so in the handler of a fatal signal that was installed past us.
void sp_note_unseen_handler(void);
// The program's handler of a fatal signal, which the caller is about to call; NULL: it left the default. One that is to
// be called once is forgotten with this.
sp_handler *sp_take_handler(int signal);
bool sp_has_handler(int signal);
// Keeps the fault, unless it came from a handler of an earlier one.
void sp_keep_fault(int signal, const siginfo_t *info, const void *context, sp_handler *handler);
// Whether a signal comes from the handler of the fault that the calling thread keeps. One that the handler sent, and
// that was blocked, comes when it has returned. Both may be NULL.
bool sp_is_from_fault(const siginfo_t *info, const void *context);
// The process ends by that signal, or by none: says so of the calling thread's fault if it comes from its handler.
void sp_end_fault(const siginfo_t *info, const void *context);
// Whether a sanitizer is in the program.
bool sp_has_sanitizer(void);
// A fault goes to the handler that was there before ours, which may be a sanitizer's.
void sp_sanitizer_takes(const struct sp_crash *crash);

#endif
