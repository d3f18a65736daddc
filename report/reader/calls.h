// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// From one statement to the next: whether a function was called, or returned, in between. For frames.c alone.
#ifndef SOURCEPRINT_REPORT_READER_CALLS_H
#define SOURCEPRINT_REPORT_READER_CALLS_H

#include "frames.h"

struct reader_frames_site {
  uint32_t value; // 0: free
  bool is_there;  // a table has it,
  bool is_condition;
  bool is_operand;
  bool is_switch;
  bool is_enter;     // the beginning of a function of which nothing else is recorded
  uint32_t loop_end; // of a loop's condition at a function's beginning: sites of the loop are before it; 0: not known
  struct reader_facts facts; // with these, in values
};

struct reader_way {
  size_t pops;          // frames that were left
  bool is_call;         // then a function began
  bool is_named;        // whose name the calling statement has
  bool is_handler;      // that nobody called
  bool is_from_outside; // control came to a frame that was there before the window
};

// What is known of a value's site. Valid until the next call. NULL if memory is short.
const struct reader_frames_site *reader_frames_site(struct reader_frames *frames, uint32_t value);

// Instead of a function: how many calls the text seems to have; how many by a pointer; and by that or out of a macro.
#define READER_ANY_CALLS 0u
#define READER_POINTER_CALLS 1u
#define READER_OPAQUE_CALLS 2u

// How often the text of a statement names a function.
unsigned reader_names(struct reader_frames *frames, uint32_t value, uint32_t function);

// The way from where the frames are to the statement `value`, whose function is known.
struct reader_way reader_way_to(struct reader_frames *frames, uint32_t value, const struct reader_frames_site *site);

#endif
