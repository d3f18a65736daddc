// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Two runs, A and B, compared: where each thread of one and its counterpart in the other part, and what was executed in
// one only. Statements are the same by statement_ids.h.
#ifndef SOURCEPRINT_REPORT_DIFF_H
#define SOURCEPRINT_REPORT_DIFF_H

#include "choice.h"
#include "report/reader/history.h"
#include "statement_ids.h"
#include "steps.h"

// What a thread executed, of what is chosen.
struct diff_track {
  struct reader_thread thread;
  uint32_t *values;   // owned; lost records are left out
  uint64_t *numbers;  // owned; of each in the thread's history
  size_t count;       //
  bool is_from_start; // nothing is missing before the first of them
  bool is_paired;     //
  const char *name;   // that it was given; "" if it has the program's
  const char *entry;  // the function that it began with; "" if that is not known
};

// One process of one of the runs.
struct diff_side {
  struct reader_run *run; // borrowed
  struct statement_ids ids;
  struct diff_track *tracks; // owned
  size_t track_count;
};

enum diff_outcome {
  DIFF_SAME,        // all the way, and both end together
  DIFF_PART,        // each goes on in another way
  DIFF_A_STOPS,     // A has no more statements, B has
  DIFF_B_STOPS,     //
  DIFF_NOT_ALIGNED, // the windows have no beginning in common
};

// A thread of A and its counterpart.
struct diff_pair {
  struct diff_track *a; // borrowed
  struct diff_track *b; //
  enum diff_outcome outcome;
  bool is_by_content; // the windows do not begin with the threads: they were laid side by side where they are alike
  size_t a_begin;     // the comparison began here, as indices of the tracks
  size_t b_begin;     //
  size_t same;        // so many are the same from there on
};

// A statement that one of two processes has executed oftener.
struct diff_count {
  struct reader_site site;
  uint64_t in[2]; // A, B
};

// A statement that has another text in B.
struct diff_renamed {
  struct reader_site a;
  struct reader_site b;
};

struct diff {
  struct diff_side sides[2];
  struct diff_pair *pairs; // owned; in the order of A's threads
  size_t pair_count;
  struct diff_count *counts; // owned; where they differ, by file and line
  size_t count_count;
  struct diff_renamed *renamed; // owned; by function
  size_t renamed_count;
  const struct steps *steps; // borrowed; may be NULL
};

// Compares two processes. Problems are told. choice: borrowed while it is called.
struct diff diff_runs(struct reader_run *a, struct reader_run *b, struct choice *choice, const struct steps *steps);
void diff_free(struct diff *diff);

// Of a pair: whether the two go different ways, as far as is known.
static inline bool diff_pair_differs(const struct diff_pair *pair) { return pair->outcome != DIFF_SAME; }

// Whether any thread differs, or has no counterpart.
bool diff_differs(const struct diff *diff);

// The parts of diff_runs(), in files of their own.

// Gives statements of B that are the same as one of A but for their text the id of that one.
void diff_find_renamed(struct diff *diff);

// Pairs the threads: see there.
void diff_pair_threads(struct diff *diff);

// How many statements are the same, from those indices on.
size_t diff_common(const struct diff *diff, const struct diff_track *a, size_t a_begin, const struct diff_track *b,
                   size_t b_begin);

// Finds where the two windows can be laid side by side, into pair->a_begin and b_begin. Returns false if nowhere.
bool diff_align(const struct diff *diff, struct diff_pair *pair);

// Counts what was executed.
void diff_count_executed(struct diff *diff);

#endif
