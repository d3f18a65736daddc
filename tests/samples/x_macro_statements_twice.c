// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A list of macros that stand for statements both times: one text is right for both.
#include <stdio.h>

int main(void) {
  int sum = 0;           // @1
#define STEP(n) sum += n;
#include "parts/steps.def"
#undef STEP
  sum *= 2;              // @3
#define STEP(n) sum -= n;
#include "parts/steps.def"
  printf("%d\n", sum);   // @5
  return 0;              // @6
}
