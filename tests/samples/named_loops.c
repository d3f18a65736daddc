// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// needs: clang 22, for named loops
// flags: -std=c2y
// Loops with names: a label must touch the loop that `break` and `continue` name.
#include <stdio.h>

int main(void) {
  int n = 0;                        // @1
outer:                              // @2
  for (int i = 0; i < 2; i++)       // @3 @9 @15 `i < 2` @8 @14 `i++`
  inner:                            // @4 @10
    for (;;) {
      n++;                          // @5 @11
      if (i == 0)                   // @6 @12
        continue outer;             // @7
      break inner;                  // @13
    }
choose:                             // @16
  switch (n) {
  case 2:
    while (n)                       // @17
      break choose;                 // @18
  }
  printf("%d\n", n);                // @19
  return 0;                         // @20
}
