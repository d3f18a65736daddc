// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Threads of `sourceprint last` that are put together.
#ifndef SOURCEPRINT_REPORT_LAST_GROUPS_H
#define SOURCEPRINT_REPORT_LAST_GROUPS_H

#include "last_text.h"

struct last_one {
  const struct last_thread *thread; // borrowed
};

struct last_group {
  const struct last_one *ones; // borrowed
  size_t count;
};

// The threads of a process from number `skip` on, those in the same function together, and in it those at the same
// statement; else in the process's order. The caller frees the array.
// Returns how many.
size_t last_sort_places(const struct last_process *process, size_t skip, struct last_one **ones);

// How many threads at the beginning of the group are at the same statement, or in the same function.
size_t last_count_same_place(struct last_group group);
size_t last_count_same_function(struct last_group group);

// The first few of them.
void last_put_names(FILE *out, struct last_group group);

// In which functions the threads of a process were, which were still running, and which stood still.
void last_print_where(FILE *out, const struct last_process *process);

#endif
