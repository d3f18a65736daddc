// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// flags: -fsourceprint-macros=both
// The use of a macro, and then the statements inside.
#include <stdio.h>

#define SWAP(a, b)           \
  do {                       \
    int t = a;  /* ^3 ^16 */ \
    a = b;      /* ^4 ^17 */ \
    b = t;      /* ^5 ^18 */ \
  } while (0)
#define MAX(a, b) ((a) > (b) ? (a) : (b))
#define EACH(i, n) for (int i = 0; i < n; i++) /* ^8 ^9 ^12 ^13 */
#define SHOW(x) printf("%d\n", x)              /* ^11 ^20 */

int main(void) {
  int a = 2, b = 1;          // @1
  SWAP(a, b);                // &2 `SWAP(a, b)` @3 `int t = a` @4 `a = b` @5 `b = t`
  b = MAX(a, b);             // @6
  EACH(i, 1)                 // &7 `EACH(i, 1)` @8 `for (int i = 0; i < 1; i++)` @9 @13 `i < 1` @12 `i++`
    SHOW(i);                 // &10 @11
  if (a)                     // @14
    SWAP(a, b);              // &15 @16..18
  else
    SHOW(a);
  SHOW(MAX(a, b));           // &19 @20
  return 0;                  // @21
}
