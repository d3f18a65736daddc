// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The stack of calls along a thread's history. No record says that a function was called or returned; both follow from
// the order of the statements, and from what their sites say of the way on (struct reader_facts).
//
// What it cannot know: the callers from before the window, until control has come back to them; functions that are not
// recorded, which are left out, so that a callback's caller is what called the library; and where a statement's
// function may have returned or called another one, which of the two it was. It then believes the text of the calling
// statements, and takes a call by a pointer for one of the innermost statement that may make it.
#ifndef SOURCEPRINT_REPORT_READER_FRAMES_H
#define SOURCEPRINT_REPORT_READER_FRAMES_H

#include "history.h"

struct reader_frame {
  uint32_t function;     // value of the function's first site
  uint32_t value;        // the statement where the frame is: if there are frames inside it, the one that called them
  uint64_t number;       // of that statement,
  uint64_t entered;      // and of the frame's first one that is known
  bool is_handler;       // it was not called: a signal handler's, as a mark says; or it came while the frame around it
                         // was at a statement that calls none
  uint8_t signal;        // of a mark, as in struct reader_mark; else 0
  uint8_t frame_hash;    //
  bool is_named;         // the calling statement has its name
  bool calls;            // what the statement's site says
  bool leaves;           //
  bool ends;             //
  bool is_condition;     //
  bool is_switch;        //
  uint32_t called;       // the function that the statement called last,
  uint32_t made;         // and how often
  uint32_t calls_made;   // all calls that it made,
  uint32_t unnamed_made; // and those of functions that its text does not name
};

struct reader_frames_site;
struct reader_frames_name;

// {.run = run} is ready for use, for one history after the other.
struct reader_frames {
  const struct reader_run *run; // borrowed
  struct reader_frame *frames;  // owned; outermost first; grows with the depth of calls
  size_t depth;
  size_t room;
  bool are_known; // some statement so far is of a table that has facts
  bool is_cut;    // the callers of the outermost frame are not known
  bool is_behind_loss;
  size_t next_mark;                 // of the history
  struct reader_mark handler;       // that is about to begin; its signal is 0: none is
  uint64_t next;                    // number of the statement that reader_frames_advance() goes on to
  struct reader_frames_site *sites; // owned; what was asked of sites so far
  size_t site_room, site_count;
  struct reader_frames_name *names; // owned; so of names in snippets
};

struct reader_frames_change {
  size_t popped;            // frames that were left, the innermost ones
  size_t pushed;            // then 0 or 1 that was entered
  struct reader_frame left; // the outermost one of those that were left
};

// Begins before statement `number` of the history, of which nothing earlier is then known.
void reader_frames_begin(struct reader_frames *frames, const struct reader_history *history, uint64_t number);

// A signal handler's frames end with its mark, or by a jump out of it.
// Goes on to the next statement, which must be before history->end. Its frame is then the innermost one.
struct reader_frames_change reader_frames_advance(struct reader_frames *frames, const struct reader_history *history);

// Goes on until statement `number` was the last one. Some 50 million statements a second, so that one place is found by
// going there from history->first.
void reader_frames_go(struct reader_frames *frames, const struct reader_history *history, uint64_t number);

// At the history's end: leaves the frames of handlers that have returned behind its last statement.
void reader_frames_settle(struct reader_frames *frames, const struct reader_history *history);

// What the site of a value says. Returns false if no table has it.
bool reader_frames_facts(struct reader_frames *frames, uint32_t value, struct reader_facts *facts);

// Whether there may be frames around the outermost one.
bool reader_frames_have_callers(const struct reader_frames *frames);

void reader_frames_free(struct reader_frames *frames);

#endif
