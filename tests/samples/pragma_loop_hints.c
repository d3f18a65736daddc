// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A pragma must touch its loop: the record of a `for` stands before the pragma.
#include <stdio.h>

int main(void) {
  int n = 0;                    // @1
#pragma clang loop unroll(disable)
  for (int i = 0; i < 2; i++)   // @2 `for (int i = 0; i < 2; i++)` @3 @6 @11 `i < 2` @5 @10 `i++`
#pragma unroll 2
    while (n < i)               // @4 @7 @9
      n++;                      // @8
#pragma clang loop vectorize(disable) interleave(disable)
  do
    n++;                        // @12 @14
  while (n < 3);                // @13 @15
  if (n)                        // @16
#pragma nounroll
    for (;;)                    // skipped: a pragma must stay next to the statement
      break;                    // @17
  printf("%d\n", n);            // @18
  return 0;                     // @19
}
