// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A file included twice, of which each time another part is compiled.
#include <stdio.h>

#define DECLARE
#include "parts/part.h"
#undef DECLARE

int main(void) {
  printf("%d\n", counter(1)); // @1
  return 0;                   // @3
}

#include "parts/part.h"
