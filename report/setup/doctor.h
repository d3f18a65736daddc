// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What `sourceprint doctor` found, and the two forms in which it is shown.
#ifndef SOURCEPRINT_REPORT_DOCTOR_H
#define SOURCEPRINT_REPORT_DOCTOR_H

#include "explained.h"
#include "trial.h"

struct doctor_problem {
  const char *what; // one line
  const char *advice;
};

struct doctor {
  const char *file; // that was asked about, or NULL
  const char *driver;
  struct explained explained;
  char *compiler_version; // first line of --version, or NULL
  struct trial trial;
  bool was_tried;
  struct doctor_problem problems[32];
  size_t problem_count;
};

// How many of the commands that a passthrough struck are shown to people; of fallbacks, all that are kept.
#define DOCTOR_PASSTHROUGHS_SHOWN 3

// The next command that an outcome struck, oldest first.
const struct explained_line *doctor_struck(const struct doctor *doctor, const char *name,
                                           const struct explained_line *line);

// Lines for a shell by which ccache sees what it cannot: files, and variables of the environment. Owned.
char *doctor_ccache(const struct doctor *doctor);

void doctor_print_text(const struct doctor *doctor);
void doctor_print_json(const struct doctor *doctor);

#endif
