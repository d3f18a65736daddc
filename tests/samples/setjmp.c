// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// longjmp: what stands behind it is not executed, and setjmp's statement goes on without a new record.
#include <setjmp.h>
#include <stdio.h>

static jmp_buf place;

static void fail(int n) {
  longjmp(place, n);   // @6
  puts("never");
}

int main(void) {
  volatile int tries = 0;  // @1
  int n = setjmp(place);   // @2
  if (n == 0) {            // @3 @7
    tries++;               // @4
    fail(3);               // @5
  }
  switch (setjmp(place)) { // @8
  case 0:
    tries++;               // @9
    longjmp(place, 1);     // @10
  default:
    printf("%d %d\n", n, tries); // @11
  }
  return 0;                // @12
}
