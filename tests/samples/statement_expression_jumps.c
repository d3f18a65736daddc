// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Jumps inside and out of statement expressions, and a return from within one.
#include <stdio.h>

#define NEED(p) ({ int q = (p); /* ^3 ^8 */ if (!q) return -1; /* ^4 ^5 ^9 */ q; /* ^10 */ })

static int run(int n) {
  int k = NEED(n);        // @2..5 @7..10
  for (;;) {              // @11
    k += ({               // @12 @16
      if (k > 3)          // @13 @17
        break;            // @18
      k = k + 1;          // @14
      k;                  // @15
    });
  }
  return k;               // @19
}

int main(void) {
  int a = run(0);         // @1
  a += run(2);            // @6
  printf("%d\n", a);      // @20
  return 0;               // @21
}
