// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Computed goto, as interpreters use it.
#include <stdio.h>

static int run(const unsigned char *code) {
  static const void *const labels[] = {&&stop, &&add, &&twice};
  int n = 1;             // @2
  goto *labels[*code];   // @3
add:
  n += 5;                // @4
  goto *labels[*++code]; // @5
twice:
  n *= 2;                // @6
  goto *labels[*++code]; // @7
stop:
  return n;              // @8
}

int main(void) {
  printf("%d\n", run((const unsigned char[]){1, 2, 0})); // @1
  return 0;              // @9
}
