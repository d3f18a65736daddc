// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Vectors: as values, in comparisons and with initialisers.
#include <stdio.h>

typedef int four __attribute__((vector_size(16)));

static four add(four a, four b) {
  return a + b;                    // @4
}

int main(void) {
  four a = {1, 2, 3, 4};           // @1
  four b = a * 2;                  // @2
  b = add(a, b);                   // @3
  b = (a > 2) & b;                 // @5
  b[0] += a[3];                    // @6
  for (int i = 0; i < 1; i++)      // @7 `for (int i = 0; i < 1; i++)` @8 @11 `i < 1` @10 `i++`
    printf("%d %d\n", b[0], b[3]); // @9
  return 0;                        // @12
}
