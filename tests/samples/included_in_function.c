// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A file included in the middle of a function, and of a statement.
#include <stdio.h>

static int run(int n) {
  n += 1;                // @2
#include "parts/middle.h"
    n += 10;             // @5
  int list[] = {         // @6
#include "parts/numbers.h"
  };
  return n + list[1];    // @7
}

int main(void) {
  printf("%d\n", run(1)); // @1
  return 0;              // @8
}
