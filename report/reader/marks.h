// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Signal handlers in a ring: a handler's records stand behind the tree of the statement that it interrupted, and that
// tree may have come further when the handler had returned. Its statements are put around the handler's in the order in
// which they were executed. For history.c alone.
#ifndef SOURCEPRINT_REPORT_READER_MARKS_H
#define SOURCEPRINT_REPORT_READER_MARKS_H

#include "history.h"

#define READER_NESTED_MAX 64u // handlers within handlers; more of them are as if they had not been marked

// A tree of which the statements before `from` are in the history.
struct reader_tree {
  struct sp_record record; // site 0: none
  unsigned from;
};

struct reader_handler {
  struct reader_tree rest; // what the interrupted tree had still before it
  uint64_t interrupted;    // as an index
  uint8_t frame;
};

// {.run = run} is ready for use, for one ring.
struct reader_unfolding {
  struct reader_run *run;         // borrowed
  struct reader_history *history; // borrowed; values has room for a tree at each call
  size_t used;                    // statements so far
  struct reader_tree newest;      // the tree whose statements are the newest ones,
  uint64_t newest_number;         // and the number of the record that brought them
  struct reader_handler handlers[READER_NESTED_MAX];
  size_t depth;
};

// A tree's record, number `number`. Returns how many statements it brought; 0 if it makes no sense.
unsigned reader_unfold_tree(struct reader_unfolding *u, struct sp_record record, uint64_t number);

// The mark of a handler's begin or end. Returns false if memory is short.
bool reader_unfold_mark(struct reader_unfolding *u, struct sp_record record, uint64_t number);

// Behind the newest record.
void reader_unfold_end(struct reader_unfolding *u);

#endif
