// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A macro whose expansion holds a name that is a macro, and is not expanded again: as text it would be.
#include <stdio.h>

#define twice(x) twice(x + 1)
#define RUN(n) do { n = twice(n); n++; } while (0)
#define n n
#define UP do { n++; n++; } while (0) /* ^4 ^5 */

static int (twice)(int x) {
  return 2 * x;    // @3
}

int main(void) {
  int n = 1;       // @1
  RUN(n);          /* skipped: the macro's expansion holds a word that is a macro itself */ // &2
  UP;              // @4..5
  printf("%d\n", n); // @6
  return 0;        // @7
}
