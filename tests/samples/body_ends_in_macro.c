// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A body without braces whose end is in a macro.
#include <stdio.h>

#define SEMI ;
#define LESS n--; n -= 2      /* ^6 */
#define RETURN_ZERO return 0; /* ^11 */
#define STOP(x) x; break;     /* ^15 ^16 */

static int run(int n) {
  if (n)             // @2
    n++ SEMI         // @3
  if (n)             // @4
    n++, LESS;       // @5 `n++, LESS` @6
  for (;;) {         // @7
    if (n < 4)       // @8 @10
      RETURN_ZERO    // @11
    else
      n = 0 SEMI     // @9
  }
}

int main(int argc, char **argv) {
  printf("%d\n", run(5)); // @1
  (void)argv;        // @12
  for (;;)           // @13
    if (argc)        // @14
    { STOP(puts("a")) } // @15 @16
  return 0;          // @17
}
