// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Declarations with an initialiser among cases, jumped over and into.
#include <stdio.h>

static int run(int n) {
  switch (n) {        // @2 @7
  case 1:;
    int a = 5;        // @8
    n = a;            // @9
  case 2: {
    int b = n + 1;    // @3 @10
    n = b;            // @4 @11
  }
  }
  return n;           // @5 @12
}

int main(void) {
  int a = run(2);     // @1
  int b = run(1);     // @6
  printf("%d %d\n", a, b); // @13
  return 0;           // @14
}
