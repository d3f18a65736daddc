// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// flags: -fsourceprint-granularity=function
// Entries of functions only, at the place of the function's head.
#include <stdio.h>

static int even(int n);

static int odd(int n) {       // @2
  if (n == 0)
    return 0;
  return even(n - 1);
}

static int even(int n)        // @3
{
  return n == 0 || odd(n - 1);
}

static void empty(void) {     // @4
}

int main(void) {              // @1
  printf("%d\n", odd(1));
  empty();
  return 0;
}
