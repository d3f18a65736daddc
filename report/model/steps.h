// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Whom long work tells how far it is.
#ifndef SOURCEPRINT_REPORT_STEPS_H
#define SOURCEPRINT_REPORT_STEPS_H

#include <stddef.h>

struct steps {
  void (*thread)(size_t at, size_t count); // which thread is next, from 0
  void (*part)(double done);               // of its work, from 0 to 1; not to be called for each record
};

// steps: NULL where nobody wants to know.
static inline void steps_thread(const struct steps *steps, size_t at, size_t count) {
  if (steps)
    steps->thread(at, count);
}

static inline void steps_part(const struct steps *steps, double done) {
  if (steps)
    steps->part(done);
}

#endif
