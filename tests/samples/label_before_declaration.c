// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// needs: clang 18, for labels before declarations
// flags: -std=c2x
// A label, or a case, before a declaration; the record stands between them.
#include <stdio.h>

int main(int argc, char **argv) {
  goto start;         // @1
start:
  int n = argc;       // @2
  (void)argv;         // @3
  switch (n) {        // @4
  case 1:
    int m = n + 1;    // @5
    n = m;            // @6
    break;            // @7
  default:
    int unset;
  }
again:
  static int calls;
  if (calls++ < 1)    // @8 @10
    goto again;       // @9
last:;
  int k = n;          // @11
  printf("%d\n", k);  // @12
  if (k > 5)          // @13
    goto last;
  return 0;           // @14
}
