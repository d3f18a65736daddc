// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The first condition is never true, but clang counts what depends on it as executed.
#include <stdio.h>

static int same(int x) { return x; }

static int check(int a, int b, int c) {
  if ((a == 0 && same(b)) || (same(c) && same(b))) {
    printf("never\n");
    return 2;
  }
  return 1;
}

int main(void) {
  int sum = 0;
  for (int i = 0; i < 10; i++)
    sum += check(i & 1, 0, 0) + check(1, 0, 1);
  if (sum != 20)
    return 1;
  return 0;
}
