// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A directive inside a statement, and right behind one.
#include <stdio.h>

#define WANTED 1

int main(int argc, char **argv) {
  int n = argc +  // @1
#if WANTED
          1;
#else
          2;
#endif
  if (n)          // @2
#ifdef WANTED
    n += 2;       // @3
#else
    n += 3;
#endif
  else
#define LATE 4
    n = LATE;
  printf("%s %d\n", // @4
#if WANTED
         "wanted",
#endif
         n);
  (void)argv;     // @5
  return n        // @6
#if !WANTED
         + 1
#endif
         - 4;
}
