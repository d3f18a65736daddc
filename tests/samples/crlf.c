// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Lines that end with CR LF, also inside macros and behind backslashes.
#include <stdio.h>

#define ADD(a, b)  \
  do {             \
    a += b;        /* ^3 */ \
    a++;           /* ^4 */ \
  } while (0)

int main(void) {
  int n = 1;       // @1
  if (n)           // @2
    ADD(n,         // @3..4
        2);
  else
    n = 0;
  n = n            // @5
#if 1
      + 1;
#endif
  /* @6 */ printf("%d \
lines\n", n);
  return 0;        // @7
}
