// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Recursion, direct and mutual: after a call returns, the rest of the statement has no new record.
#include <stdio.h>

static int odd(int n);

static int even(int n) {
  if (n == 0)              // @2 @6
    return 1;              // @7
  return odd(n - 1);       // @3
}

static int odd(int n) {
  if (n == 0)              // @4
    return 0;
  return even(n - 1);      // @5
}

static int factorial(int n) {
  return n < 2 ? 1 : n * factorial(n - 1); // @9..11
}

int main(void) {
  int a = even(2);         // @1
  int b = factorial(3);    // @8
  printf("%d %d\n", a, b); // @12
  return 0;                // @13
}
