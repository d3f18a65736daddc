// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The resolver of an indirect function runs while the program is loaded, before there are threads.
#include <stdio.h>

static int seven(void) {
  return 7;                // @2
}

static int (*resolve(void))(void) {
  int (*found)(void) = seven; // skipped: the function runs while the program is being relocated
  return found;            // skipped: the function runs while the program is being relocated
}

int number(void) __attribute__((ifunc("resolve")));

int main(void) {
  printf("%d\n", number()); // @1
  return 0;                // @3
}
