// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A header that includes itself.
#include <stdio.h>

int before;

#include "parts/self.h"

int main(void) {
  printf("%d\n", first(1) + second(2)); // @1
  return 0;                             // @4
}
