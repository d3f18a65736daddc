// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What `sourceprint last` reports, as text and as JSON.
#ifndef SOURCEPRINT_REPORT_LAST_TEXT_H
#define SOURCEPRINT_REPORT_LAST_TEXT_H

#include "output.h"
#include "report/model/last.h"
#include "report/model/source.h"

#include <jansson.h>

// How the text form looks.
struct last_look {
  struct output_colors colors;
  uint32_t context;             // lines before and behind the statement
  struct source_cache *sources; // borrowed
  bool is_each;                 // threads are never put together
};

// "SIGSEGV", or "signal 40".
void last_put_signal_name(FILE *out, int signal);
// " at address 0x0", as far as a signal with that code has one.
void last_put_address(FILE *out, int signal, int code, uint64_t address, uint64_t pc);
// A fault that a handler of the program's was given, and what that made of it; false and nothing if there is none. The
// second one is null then; a new reference.
bool last_put_caught(FILE *out, const struct reader_run *run);
json_t *last_caught_json(const struct reader_run *run);

// How the process ended, as "killed by SIGSEGV at address 0x0".
void last_put_cause(FILE *out, const struct reader_run *run);

// Why a thread executed nothing more: how the process ended, if it was by this thread, else the thread's state.
void last_put_reason(FILE *out, const struct reader_run *run, const struct last_thread *thread);

// How a thread's last statement lies to that moment, as ", 1.2s before the end".
void last_put_age(FILE *out, const struct reader_run *run, const struct last_thread *thread);

// Its id, and its name if it has one.
void last_put_name(FILE *out, const struct reader_thread *thread);

// The place of a statement, and the lines around it.
void last_put_statement(FILE *out, const struct reader_run *run, const struct sp_record_text *text,
                        const struct last_look *look);

// How the process ended and when, with a newline.
void last_put_end(FILE *out, const struct reader_run *run, const struct output_colors *colors);

// Lines about a process besides its end: what is missing, whether it is switched off, its notes.
void last_put_facts(FILE *out, const struct reader_run *run);

// How the process ended, and what is to be said of it as a whole.
void last_print_process(FILE *out, const struct reader_run *run, const struct last_look *look);

// A thread that was read.
void last_print_thread(FILE *out, const struct reader_run *run, const struct last_thread *thread,
                       const struct last_look *look);

// All threads of a process that were read: those at the same statement together if there are many, then where they
// were, by function. skip: so many were shown before.
void last_print_rest(FILE *out, const struct last_process *process, size_t skip, const struct last_look *look);

// A thread in one line, as `sourceprint log` has it.
void last_print_raw(FILE *out, const struct last_thread *thread);

// New reference. All threads were read.
json_t *last_json(const struct last_process *process);

#endif
