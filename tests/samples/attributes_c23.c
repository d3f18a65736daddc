// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// flags: -std=c2x -Wno-unknown-attributes -Wno-unused-value
// Attributes in the new spelling before declarations, statements and labels.
#include <stdio.h>

int main(void) {
  [[maybe_unused]] int n = 1;      // @1
  int k [[maybe_unused]] = 2;      // @2
  [[unknown::thing]] n++;          // @3
  if (n)                           // @4
    [[unknown::thing]] k++;        // @5
  else
    [[unknown::thing]] return 1;
  [[unknown::thing]] for (; k > 2; k--) // @6 @9 `k > 2` @8 `k--`
    [[unknown::thing]] {
      n++;                         // @7
    }
  [[maybe_unused]] again: n--;     // @10
  [[unknown::thing]];
  [[unknown::thing]] switch (n) {  // @11
  [[unknown::thing]] case 2:
    break;                         // @12
  }
  printf("%d %d\n", n, k);         // @13
  return 0;                        // @14
}
