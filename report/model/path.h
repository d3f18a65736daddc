// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// How a thread came to a statement: the calls around it, and in each of them the way from its beginning. Rounds of a
// loop are one step each, and so is all that a call did that has returned.
#ifndef SOURCEPRINT_REPORT_PATH_H
#define SOURCEPRINT_REPORT_PATH_H

#include "assigned.h"
#include "report/reader/parent.h"
#include "steps.h"

enum path_outcome { PATH_UNKNOWN, PATH_TRUE, PATH_FALSE };

// How often a statement was executed in the rounds of a loop that are over.
struct path_count {
  uint32_t value;
  uint64_t times;
};

struct path_step;

// Of a loop, by the step that each round begins with.
struct path_round {
  struct path_step *steps; // owned; the last whole round, the step itself first
  size_t count;
  size_t room;
  struct path_count *counts; // owned
  size_t count_count;
  size_t count_room;
  size_t at; // in counts, where the next one is looked for first
};

struct path_step {
  uint32_t value;           // of its site
  uint64_t number;          // of the statement, the newest time
  uint64_t times;           // executed in this call, without the rounds of path_times()
  uint32_t called;          // the function that it called last and that returned; READER_NO_SITE: none
  uint32_t returned_from;   // the statement of it that was executed last; READER_NO_SITE: not known
  bool is_mixed;            // it called others, too
  uint64_t calls;           // that returned,
  uint64_t statements;      // and what was executed in them
  uint8_t signal;           // 0, or that of a handler that interrupted it and has returned, as in struct reader_mark
  uint32_t shadowed;        // what path.places had before
  struct path_round *round; // owned; NULL: no loop has come back to it
};

struct path {
  struct reader_frames frames;
  struct reader_parent parent; // what called the outermost frame before a fork()
  struct path_step *steps;     // owned; of the outermost frame first
  size_t count;
  size_t room;
  size_t *begins; // owned; of each frame's steps
  size_t begin_room;
  uint32_t *places;             // owned; by value: where its newest step is
  const struct steps *progress; // borrowed; may be NULL
};

// Follows a history to statement `number`. {.frames.run = run} is ready for use, for one history after the other.
// Returns false if memory is short.
bool path_follow(struct path *path, struct reader_run *run, const struct reader_thread *thread,
                 const struct reader_history *history, uint64_t number);

// Steps of frame number `index`: from here to path_begin() of the next one.
size_t path_begin(const struct path *path, size_t index);

// The frame of a step.
size_t path_frame(const struct path *path, size_t step);

// Whether a reader wants to see it: decisions, loops, calls that returned; and where the frame is.
bool path_is_shown(struct path *path, size_t step);

// Whether a statement decided where control went on in its function, and how, if `next` came then; NULL: none did.
bool path_decides(struct path *path, const struct path_step *step, const struct path_step *next,
                  enum path_outcome *outcome);

// The step behind it in the same frame; NULL: none.
const struct path_step *path_next(const struct path *path, size_t step);

// How often a step's statement was executed in its call, counted from the window's beginning.
uint64_t path_times(const struct path *path, size_t step);

// The step with which the rounds of the innermost loop begin that a frame is in, if a round of it is over. Returns
// false if there is none.
bool path_loop(const struct path *path, size_t frame, size_t *step);

// The statement that ended the call which returned last. Returns false if it is not known, or no return statement.
bool path_return(const struct path *path, const struct path_step *step, struct reader_site *site);

// The step of a round that is the first one in the source.
size_t path_loop_begin(const struct path_round *round);

// The condition of a round; its first step in the source if it has none.
const struct path_step *path_loop_condition(const struct path *path, const struct path_round *round);

// Where the innermost call last assigned what its last statement uses.
struct path_assignment {
  char name[64];
  enum assigned_how how;
  const struct path_step *step; // NULL: in a round of a loop before the last whole one
  uint32_t value;               // of the statement
};

// One for each variable for which there is any, in the order of the statement. Returns how many, at most `most`. Names
// are told apart by their text, so what calls and pointers assign is not seen.
size_t path_assignments(const struct path *path, struct path_assignment *assignments, size_t most);

void path_free(struct path *path);

#endif
