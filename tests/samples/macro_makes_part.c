// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A macro that makes a part of a statement only: the definition's place is that of the macro with the whole statement.
#include <stdio.h>

struct counter { int n; };

#define SELF counter
#define ADD(to, k) to + k
#define TICK               \
  do {                     \
    SELF->n++;             /* ^3 */ \
    n = ADD(SELF->n,       /* ^4 */ \
            1);            \
  } while (0)

int main(void) {
  struct counter one = {1}, *counter = &one; // @1
  int n = 0;               // @2
  TICK;                    // @3..4
  printf("%d\n", n);       // @5
  return 0;                // @6
}
