// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// An else belongs to the nearest if, also where the record gives the inner one braces.
#include <stdio.h>

static const char *pick(int a, int b) {
  const char *text = "none"; // @2 @6 @12
  if (a)                     // @3 @7 @13
    if (b)                   // @8 @14
      text = "both";         // @9
    else
      text = "a";            // @15
  return text;               // @4 @10 @16
}

int main(void) {
  puts(pick(0, 1)); // @1
  puts(pick(1, 1)); // @5
  puts(pick(1, 0)); // @11
  return 0;         // @17
}
