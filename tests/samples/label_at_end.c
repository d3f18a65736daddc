// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A label at the end of its block, with the empty statement that C asked for before C23.
#include <stdio.h>

static void run(int n) {
  if (n) {           // @2
    if (n > 1)       // @3
      goto end;      // @4
    puts("one");
  end:;
  }
  switch (n) {       // @5
  case 2:
    goto out;        // @6
  default:;
  }
  puts("not two");
out:;
}

int main(void) {
  run(2);            // @1
  return 0;          // @7
}
