// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Statements that begin or end in the middle of an expansion: with expansions each has its record.
#include <stdio.h>

#define OPEN(x) if (x) { puts("open"); /* ^2 ^3 */
#define CLOSE puts("close"); }         /* ^5 */
#define PAIR(a, b) a; b                /* ^6 ^7 */
#define REST > 3) n--                  /* ^9 */

int main(void) {
  int n = 1;          // @1
  OPEN(n)             // @2..3
    n++;              // @4
  CLOSE               // @5
  PAIR(n++, n++);     // @6..7
  while (n REST;      // @8 @10 `n REST` @9 `n--`
  printf("%d\n", n);  // @11
  return 0;           // @12
}
