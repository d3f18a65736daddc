// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A file included twice, and nothing of the user's own before the first time.
#include <stdio.h>

#define NAME first
#include "parts/between.h"
#undef NAME

int between;

#define NAME second
#include "parts/between.h"

int main(void) {
  printf("%d\n", first(1) + second(between)); // @1
  return 0;                                   // @2
}
