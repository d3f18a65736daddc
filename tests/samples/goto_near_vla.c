// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Jumps around variable length arrays: no new scope may come between a label and its goto.
#include <stdio.h>

static int run(int n) {
  if (n > 5)              // @2
    goto out;
  {
    int list[n];          // @3
    int at = 0;           // @4
  again:
    list[at] = at;        // @5 @8
    if (++at < n)         // @6 @9
      goto again;         // @7
    n = list[n - 1] + 10; // @10
    if (n)                // @11
      goto out;           // @12
  }
  n = 0;
out:
  return n;               // @13
}

int main(void) {
  printf("%d\n", run(2)); // @1
  return 0;               // @14
}
