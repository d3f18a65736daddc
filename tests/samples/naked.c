// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A naked function has no place for a record.
#include <stdio.h>

__attribute__((naked)) int seven(void) {
  __asm__("movl $7, %eax\n\tret"); // skipped: the function has an attribute that forbids added code
}

int main(void) {
  printf("%d\n", seven()); // @1
  return 0;                // @2
}
