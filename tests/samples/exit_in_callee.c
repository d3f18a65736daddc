// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A call that does not return: nothing behind it is executed, and nothing is recorded.
// ends: 3
#include <stdio.h>
#include <stdlib.h>

static void give_up(int n) {
  if (n > 1)         // @3
    exit(n);         // @4
  puts("no");
}

int main(void) {
  int n = 3;         // @1
  give_up(n); n++;   // @2
  puts("never");
  if (n)
    return 1;
  return 0;
}
