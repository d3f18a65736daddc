// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What stands in a switch before the first case is never executed; declarations there have a scope.
#include <stdio.h>

static int run(int n) {
  switch (n) {       // @2
    int kept;
    puts("never");
  inside:
    return kept + 1; // @6
  case 3:
    kept = n;        // @3
    if (kept)        // @4
      goto inside;   // @5
  }
  return 0;
}

int main(void) {
  printf("%d\n", run(3)); // @1
  return 0;          // @7
}
