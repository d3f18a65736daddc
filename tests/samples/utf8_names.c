// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Names and text in UTF-8.
#include <stdio.h>

static int größe(int ñ) {
  return ñ + 1;                 // @2
}

int main(void) {
  int \u00e4 = größe(1);         // @1
  printf("%s %d\n", "naïve …", ä); // @3
  return 0;                     // @4
}
