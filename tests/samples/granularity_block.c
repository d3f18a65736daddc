// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// flags: -fsourceprint-granularity=block
// The first statement of each straight line of code.
#include <stdio.h>

static int run(int n) {
  int a = 1;          // @2
  a += n;
  if (a > 1) {
    a++;              // @3
    n--;
  }
  a += 2;             // @4
  while (n >= 0) {    // @5 @7
    n--;              // @6
    a++;
  }
  switch (a) {        // @8
  case 6:
    a--;              // @9
    n = a;
  case 7:
    a++;              // @10
    break;
  }
  printf("%d\n", a);  // @11
  goto out;
out:
  n++;                // @12
  return n;
}

int main(void) {
  int n = run(1);     // @1
  printf("%d\n", n);
  return 0;
}
