// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Conditions and steps are recorded each time that they are evaluated.
#include <stdio.h>

int main(void) {
  int n = 2;              // @1
  while (n)               // @2 @4 @6
    n--;                  // @3 @5
  do {
    n++;                  // @7 @9
  } while (n < 2);        // @8 @10
  for (int i = 0;         // @11
       i < n;             // @12 @15 @18
       i++)               // @14 @17
    printf("%d\n", i);    // @13 @16
  for (; n; n--)          // @19 @22 @25 `n` @21 @24 `n--`
    puts("again");        // @20 @23
  while (1) {             // @26
    if (n++)              // @27 @28
      break;              // @29
  }
  for (;;) {              // @30
    if (n-- > 1)          // @31 @33
      continue;           // @32
    else
      break;              // @34
  }
  return 0;               // @35
}
