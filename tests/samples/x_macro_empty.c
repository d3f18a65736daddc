// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A list of macros that stand for statements once, and for nothing the other time.
#include <stdio.h>

#define EACH(n)
#include "parts/maybe.def"
#undef EACH

int main(void) {
  int sum = 0;           // @1
#define EACH(n) sum += n;
#include "parts/maybe.def"
  printf("%d\n", sum);   // @2
  return 0;              // @3
}
