// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Assembly that jumps, and assembly with outputs, inputs and clobbers.
#include <stdio.h>

static int run(int n) {
  asm goto("testl %0, %0\n\tjz %l[zero]" : : "r"(n) : "cc" : zero); // @2 @6
  __asm__ volatile("addl $2, %0" : "+r"(n) : : "cc"); // @3
  return n;            // @4
zero:
  return -1;           // @7
}

int main(void) {
  int a = run(3);      // @1
  int b = run(0);      // @5
  __asm__("");         // @8
  printf("%d %d\n", a, b); // @9
  return 0;            // @10
}
