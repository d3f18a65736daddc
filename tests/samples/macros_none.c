// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// flags: -fsourceprint-macros=none
// Of what a macro makes nothing is recorded; the user's own statements in and around it are.
#include <stdio.h>

#define SWAP(a, b)           \
  do {                       \
    int t = a;               \
    a = b;                   \
    b = t;                   \
  } while (0)
#define MAX(a, b) ((a) > (b) ? (a) : (b))
#define EACH(i, n) for (int i = 0; i < n; i++)
#define SHOW(x) printf("%d\n", x)

int main(void) {
  int a = 2, b = 1;          // @1
  SWAP(a, b);                // skipped: made by a macro, of which nothing is recorded
  b = MAX(a, b);             // @2
  EACH(i, 2)                 // skipped: made by a macro, of which nothing is recorded
    b++;                     // @3 @4
  if (a)                     // @5
    SHOW(a);                 // skipped: made by a macro, of which nothing is recorded
  else
    b--;
  while (MAX(a, b) > 2)      // @6 @8 @10
    b--;                     // @7 @9
  return 0;                  // @11
}
