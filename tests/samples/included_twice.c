// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A file that is included twice, as C's way of templates.
#include <stdio.h>

int first;

#define NAME twice
#define OP(x) x + x
#include "parts/list.h"
#undef NAME
#undef OP

#define NAME square
#define OP(x) x * x
#include "parts/list.h"

int main(void) {
  int a = twice(3);    // @1
  printf("%d\n", a);   // @4
  a = square(a);       // @5
  printf("%d\n", a);   // @8
  return 0;            // @9
}
