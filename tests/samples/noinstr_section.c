// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The kernel's noinstr: a section of that name.
#include <stdio.h>

#define noinstr __attribute__((__section__(".noinstr.text"), __noinline__))

static noinstr int quiet(int n) {
  return n + 1;      // skipped: the function has an attribute that forbids added code
}

__attribute__((section(".text.loud"))) static int loud(int n) {
  return n + 1;      // @2
}

int main(void) {
  printf("%d\n", quiet(loud(3))); // @1
  return 0;          // @3
}
