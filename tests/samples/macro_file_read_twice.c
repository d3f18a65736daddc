// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A macro that is used in a file that is included twice.
#include <stdio.h>

#define MORE(x) do { x++; x *= BY; } while (0)
int before;

#define NAME twice
#define BY 2
#include "parts/again.h"
#undef NAME
#undef BY
#define NAME thrice
#define BY 3
#include "parts/again.h"

int main(void) {
  int n = twice(1);    // @1
  printf("%d\n", n);   // @4
  n = thrice(n);       // @5
  printf("%d\n", n);   // @8
  return 0;            // @9
}
