// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// flags: -std=c2x -Wimplicit-fallthrough -Werror
// [[fallthrough]] and the attribute of that name must touch the next label.
#include <stdio.h>

static int run(int n) {
  switch (n) {      // @2
  case 1:
    n = 10;         // @3
    [[fallthrough]];
  case 2:
    n++;            // @4
    __attribute__((fallthrough));
  case 3: case 4:
    if (n > 20)     // @5
      break;
    __attribute__((fallthrough));
  default: {
    n++;            // @6
    [[fallthrough]];
  }
  case 7:
    return n;       // @7
  }
  return 0;
}

int main(void) {
  printf("%d\n", run(1)); // @1
  return 0;         // @8
}
