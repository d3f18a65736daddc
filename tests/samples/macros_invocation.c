// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// flags: -fsourceprint-macros=invocation
// The use of a macro is one record, where it is used.
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
#define DEFINE(name) int name(int n) { return n; }

DEFINE(same)                 // skipped: the function's braces come out of a macro

int main(void) {
  int a = 2, b = 1;          // @1
  SWAP(a, b);                // &2
  b = MAX(a, b);             // @3
  EACH(i, 2)                 // &4
    SHOW(i);                 // &5 &6
  if (same(a) > 5)           // @7
    SWAP(a, b);
  SHOW(MAX(a, b));           // &8
  return 0;                  // @9
}
