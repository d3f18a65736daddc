// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Each condition of a chain of `else if` has its record when it is evaluated.
#include <stdio.h>

static int size(int n) {
  if (n < 1)           // @5 @10 @16
    return 0;          // @6
  else if (n < 10)     // @11 @17 `n < 10`
    return 1;          // @12
  else if (n >         // @18
           99)
    n++;               // @19
  else
    return 3;
  return 2;            // @20
}

int main(void) {
  int tens[] = {0, 1, 100};        // @1
  for (int i = 0; i < 3; i++)      // @2 `for (int i = 0; i < 3; i++)` @3 @8 @14 @22 `i < 3` @7 @13 @21 `i++`
    printf("%d\n", size(tens[i])); // @4 @9 @15
  return 0;                        // @23
}
