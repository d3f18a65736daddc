// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A call that must be a tail call: nothing may stand between it and the function's end.
#include <stdio.h>

static int count(int n, int sum) {
  if (n == 0)        // @3 @6 @9
    return sum;      // @10
  sum += n;          // @4 @7
  __attribute__((musttail)) return count(n - 1, sum); // @5 @8
}

static int start(int n, int sum) {
  __attribute__((musttail)) return count(n, sum); // @2
}

int main(void) {
  printf("%d\n", start(2, 0)); // @1
  return 0;          // @11
}
