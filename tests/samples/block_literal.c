// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// flags: -fblocks
// Clang's block literals: what is inside them has no record.
#include <stdio.h>

void *_NSConcreteGlobalBlock[32];

int main(void) {
  int (^twice)(int) = ^(int n) { /* @1 */ // skipped: inside a block literal
    n += n;
    return n;
  };
  printf("%d\n", twice(3));      // @2
  return 0;                      // @3
}
