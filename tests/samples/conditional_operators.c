// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// flags: -fsourceprint-granularity=expression
// With granularity expression, operands of && || ?: are recorded when they are evaluated.
#include <stdio.h>

static int calls;
static int yes(void) { return ++calls; } // @4 `return ++calls` @7 @17

int main(void) {
  int a = 1, b = 0;            // @1
  a = b &&                     // @2
      yes();
  a = yes()                    // @3
      && !b;                   // @5 `!b`
  b = yes() ||                 // @6
      a;
  b = a                        // @8
        ? b + 1                // @9 `b + 1`
        : yes();
  a = 0 ? yes() : 2;           // @10
  b = b > 5                    // @11
      ?: a;                    // @12 `a`
  if (a > 5 ||                 // @13
      (b && a))                // @14 `(b && a)` @15 `a`
    yes();                     // @16
  printf("%d %d %d\n", a, b, calls); // @18
  return 0;                    // @19
}
