// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What `sourceprint last` reports about one process.
#ifndef SOURCEPRINT_REPORT_LAST_H
#define SOURCEPRINT_REPORT_LAST_H

#include "choice.h"
#include "last_path.h"
#include "report/reader/fault.h"
#include "report/reader/history.h"
#include "report/reader/record.h"

struct last_thread {
  struct reader_thread thread; // of a thread that only has a text file: tid alone
  bool has_ring;               // these three are as in struct reader_source
  bool has_text;               //
  bool is_text;                //
  bool is_left_out;            // it has executed no statement of those asked for
  bool has_record;             // record.text.seq is set, unless is_only_last
  bool has_site;               // and so is the rest
  bool is_waiting_call;        // its newest statement calls what may make the thread wait
  struct reader_record record;
  bool has_returned;           // record is not the last one: what the last one was in had returned when the fault came
  bool is_ahead;               // record is not the last one: the fault came before record could be made
  bool is_smashed;             // record has not begun: what the function keeps for it in its frame was overwritten
  bool has_gone_on;            // record is not the last one: it is the last of those asked for
  struct reader_record before; // in these cases this is the last one
  bool has_faulted;            // record is not the last one: a handler was given its fault; here it is the one behind
  char *fault_problem;         // owned; why it may be that it did not crash there: the module's file is another one
  bool is_only_last;           // the record is all that its code keeps, and has no number
  bool has_only_last;          // other code keeps its last statement only:
  struct reader_record only_last; // this one, which may be later
  char *line;                     // owned; what record borrows if it is of the text sink
  uint64_t first;                 // the window, as seq numbers; both 0 if it is empty
  uint64_t last;                  //
  uint64_t begun;                 // records begun since the thread started; 0 if not known
  uint64_t lost;                  // of those in the window
  struct last_path path;          // the calls around record
  unsigned open;                  // records begun behind the window, and not completed
};

struct last_process {
  struct reader_run *run;        // borrowed
  struct choice *choice;         // borrowed
  struct last_thread *threads;   // owned; the one that crashed first, then by number
  size_t thread_count;           //
  struct reader_history history; // of the thread read last
  struct last_path_finder paths;
};

// Lists the threads of a run that are chosen. Problems are told.
struct last_process last_begin(struct reader_run *run, struct choice *choice);

// Reads what a thread executed last: so that the first one can be shown before all others are read. Once for each.
void last_read(struct last_process *process, struct last_thread *thread);
void last_free(struct last_process *process);

enum last_state {
  LAST_CRASHED,
  LAST_FAULTED, // a handler of the program's was given its fault
  LAST_ENDED_PROCESS,
  LAST_EXITED,
  LAST_RUNNING,
  LAST_STOPPED,
  LAST_UNKNOWN, // running, or stopped in a container
  LAST_TEXT_ONLY,
  LAST_WENT_ON
};
// Whether the thread is at a fault of its own.
static inline bool last_is_at_fault(enum last_state state) { return state == LAST_CRASHED || state == LAST_FAULTED; }

enum last_state last_state_of(const struct reader_run *run, const struct reader_thread *thread);

// The same of what is shown of a thread: if that is not its last statement, it went on.
enum last_state last_shown_state(const struct reader_run *run, const struct last_thread *thread);

// In a word, for programs: a thread's state, and how the process ended.
const char *last_state_token(enum last_state state);
const char *last_end_token(const struct reader_run *run);

// Whether a signal ended it because a stack had no more room.
bool last_is_stack_overflow(const struct sp_run_end *end);

// The image that exec() put in its place. Returns false, with empty texts, if none is known.
bool last_next_image(const struct reader_run *run, struct sp_next_image *next);

bool last_is_crash(const struct reader_run *run);

// The moment that a thread's last statement is compared with: the end of the process, or now; CLOCK_REALTIME, 0 = not
// known.
uint64_t last_reference_ns(const struct reader_run *run);

#endif
