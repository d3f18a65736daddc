// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A directive on the line that follows a body's end, an opening brace or an else: nothing of ours may get in front of #.
#include <stdio.h>

static int run(int n)
{
#define A 1
  if (n > A) {       // @2
#undef A
    n--;             // @3
#define B 2
  }
#ifdef B
  else
#endif
    n++;
#undef B
  while (n > 0)      // @4 @6
#pragma GCC diagnostic push
    n--;             // @5
#pragma GCC diagnostic pop
  do
#define C
    n++;             // @7
#undef C
  while (n < 1);     // @8
  return n;          // @9
}

int main(void) {
  printf("%d\n", run(2)); // @1
  return 0;          // @10
}
