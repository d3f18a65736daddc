// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// ends: SIGABRT
// abort in a function's argument: the caller's statement has begun, and the callee's is the last record.
#include <stdio.h>
#include <stdlib.h>

static int check(int n) {
  if (n)             // @3
    abort();         // @4
  return n;
}

int main(void) {
  int n = 1;         // @1
  n = printf("%d", n) +  // @2
      check(n);
  return n;
}
