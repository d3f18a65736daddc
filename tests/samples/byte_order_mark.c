// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A byte order mark in front of the first line.
#include <stdio.h>

int main(void) {
  puts("bom"); // @1
  return 0;    // @2
}
