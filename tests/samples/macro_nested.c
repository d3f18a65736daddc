// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Macros in macros: each record has the innermost definition that has the statement.
#include <stdio.h>

#define STEP(x) x++       /* ^2 ^5 ^7 */
#define PAIR(x)           \
  do {                    \
    STEP(x);              \
    printf("%d\n", x);    /* ^3 ^6 ^8 */ \
  } while (0)
#define BOTH(x, y)        \
  {                       \
    PAIR(x);              \
    PAIR(y);              \
    if (x > y)            /* ^9 */ \
      STOP;               \
  }
#define STOP return 0     /* ^10 */

int main(void) {
  int a = 2, b = 1;       // @1
  PAIR(a);                // @2..3
  if (b)                  // @4
    BOTH(a, b)            // @5..10
  return 1;
}
