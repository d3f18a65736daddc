// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// From one statement to the next: whether a function was called, or returned, in between. For reader_frames.c alone.
#ifndef SOURCEPRINT_REPORT_READER_CALLS_H
#define SOURCEPRINT_REPORT_READER_CALLS_H

#include "report/reader_frames.h"

struct reader_frames_site {
  uint32_t value; // 0: free
  bool is_there;  // a table has it,
  bool is_condition;
  bool is_operand;
  bool is_switch;
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

// How often the text of a statement names a function; function 0: how many calls it seems to have.
unsigned reader_names(struct reader_frames *frames, uint32_t value, uint32_t function);

// The way from where the frames are to the statement `value`, whose function is known.
struct reader_way reader_way_to(struct reader_frames *frames, uint32_t value, const struct reader_frames_site *site);

#endif
