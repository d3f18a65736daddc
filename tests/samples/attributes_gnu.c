// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// GNU attributes and __extension__ in front of statements and declarations.
#include <stdio.h>

int main(void) {
  __attribute__((unused)) int n = 1;                // @1
  int __attribute__((aligned(16))) k = 2, *p = &k;  // @2
  __extension__ int j = ({ n; });                   // @3..4
  __extension__ n++;                                // @5
  if (n)                                            // @6
    __extension__({ k++; });                        // @7 @8
  goto used;                                        // @9
used: __attribute__((unused))
  k += *p;                                          // @10
  switch (k) {                                      // @11
    __attribute__((unused)) int never;
  case 6:
    __extension__ j++;                              // @12
    __attribute__((fallthrough));
  default:;
  }
  printf("%d %d %d\n", n, k, j);                    // @13
  return 0;                                         // @14
}
