// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// needs: clang 22, for _Defer
// flags: -fdefer-ts
// What is put off is recorded when it runs, at the end of its block.
#include <stdio.h>

static int run(int n) {
  _Defer puts("last");  // @5
  {
    _Defer {
      n++;              // @3
    }
    n *= 2;             // @2
  }
  return n;             // @4
}

int main(void) {
  int n;
  n = run(2);           // @1
  printf("%d\n", n);    // @6
  return 0;             // @7
}
