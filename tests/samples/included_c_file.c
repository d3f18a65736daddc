// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A C file included whole.
#include "parts/whole.c"
#include <stdio.h>

int main(void) {
  printf("%d\n", whole(4)); // @1
  return calls - 4;         // @4
}
