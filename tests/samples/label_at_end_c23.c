// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// needs: clang 18, for a label at the end of a block
// flags: -std=c2x
// A label at the very end of its block.
#include <stdio.h>

static void run(int n) {
  if (n) {           // @2
    if (n > 1)       // @3
      goto end;      // @4
    puts("one");
  end:
  }
  switch (n) {       // @5
  case 2:
    goto out;        // @6
  default:
  }
  puts("not two");
out:
}

int main(void) {
  run(2);            // @1
  return 0;          // @7
}
