// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// flags: -fsourceprint-macros=expansion
// The statements inside macros, each with its place in the definition; an expression's macro is the user's statement.
#include <stdio.h>

#define SWAP(a, b)           \
  do {                       \
    int t = a;  /* ^2 */     \
    a = b;      /* ^3 */     \
    b = t;      /* ^4 */     \
  } while (0)
#define MAX(a, b) ((a) > (b) ? (a) : (b))
#define EACH(i, n) for (int i = 0; i < n; i++) /* ^6 ^7 ^9 ^10 */
#define SHOW(x) printf("%d\n", x)              /* ^8 ^11 */

int main(void) {
  int a = 2, b = 1;          // @1
  SWAP(a, b);                // @2 `int t = a` @3 `a = b` @4 `b = t`
  b = MAX(a, b);             // @5
  EACH(i, 1)                 // @6 `for (int i = 0; i < 1; i++)` @7 @10 `i < 1` @9 `i++`
    SHOW(i);                 // @8
  SHOW(MAX(a, b));           // @11
  return 0;                  // @12
}
