// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// flags: -std=c11
// The same with strict C, where _GNU_SOURCE makes the difference, and an empty first line.

#define _GNU_SOURCE 1
#include <stdio.h>
#include <string.h>

int main(void) {
  char to[4] = "";                          // @1
  char *end = mempcpy(to, "abc", 3);        // @2
  printf("%s %d\n", to, (int)(end - to));   // @3
  return strcasestr(to, "BC") ? 0 : 1;      // @4
}
