// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// flags: -Wno-embedded-directive
// A directive among a macro's arguments is executed while they are read, and would come too late behind the expansion.
#include <stdio.h>

#define BOTH(x, y) do { x; y; } while (0)

int main(void) {
  int n = 1;       // @1
  BOTH(            /* skipped: a directive stands among the macro's arguments */ // &2
#ifdef __linux__
      n++,
#else
      n--,
#endif
      n *= 2);
  printf("%d\n", n); // @3
  return 0;        // @4
}
