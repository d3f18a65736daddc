// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Ranges of cases, a default in the middle, and cases that share a statement.
#include <stdio.h>

static int kind(int c) {
  switch (c) {               // @2 @6 @10
  case '0' ... '9':
    return 1;                // @3
  default:
    c = 0;                   // @11
  case 'a' ... 'f': case 'A' ... 'F':
    return c ? 2 : 3;        // @7 @12
  }
}

int main(void) {
  int a = kind('5');         // @1
  printf("%d\n", a);         // @4
  int b = kind('B');         // @5
  printf("%d\n", b);         // @8
  int c = kind('z');         // @9
  printf("%d\n", c);         // @13
  return 0;                  // @14
}
