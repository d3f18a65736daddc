// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Functions that say so have no records, and those that they call have.
#include <stdio.h>

static int twice(int n) {
  return 2 * n;      // @2
}

__attribute__((no_instrument_function)) static int quiet(int n) {
  n++;               // skipped: the function has an attribute that forbids added code
  return twice(n);   // skipped: the function has an attribute that forbids added code
}

int main(void) {
  printf("%d\n", quiet(3)); // @1
  return 0;          // @3
}
