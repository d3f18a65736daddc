// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Duff's device: cases inside a loop's body.
#include <stdio.h>

static void copy(char *to, const char *from, int count) {
  int n = (count + 3) / 4; // @3
  switch (count % 4) {     // @4
  case 0: do { *to++ = *from++; // @8
  case 3:      *to++ = *from++; // @9
  case 2:      *to++ = *from++; // @5 @10
  case 1:      *to++ = *from++; // @6 @11
          } while (--n > 0); // @7 @12
  }
}

int main(void) {
  char to[7] = "";         // @1
  copy(to, "abcdef", 6);   // @2
  puts(to);                // @13
  return 0;                // @14
}
