// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// needs: clang 22, for named loops
// flags: -std=c2y
// Named while and do loops.
#include <stdio.h>

int main(void) {
  int n = 3;             // @1
outer:
  while (n > 0) {        // @2 @6 @11
    n--;                 // @3 @7
  inner:
    do {
      if (n == 2)        // @4 @8
        continue outer;  // @5
      break inner;       // @9
    } while (n);
    n = 0;               // @10
  }
forever:                 // @12
  while (1)
    do
      break forever;     // @13
    while (1);
  printf("%d\n", n);     // @14
  return n;              // @15
}
