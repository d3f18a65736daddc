// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Backslash and newline inside words, inside a comment, and between statements.
#include <stdio.h>

int main(void) {
  /* @1 */ int co\
unt = 1;
  /* @2 */ cou\
nt +\
= 2;
  /* @3 @4 */ if (count) ret\
urn printf("%d \
lines\n", count) < 0; // over \
  return 1;
  return 3;
}
