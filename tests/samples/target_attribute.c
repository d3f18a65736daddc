// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A function for another processor: more features do no harm, fewer would keep our inlined record out.
#include <stdio.h>

__attribute__((target("avx2"))) static int more(int n) {
  return n + 1;     // @2
}

__attribute__((target("no-sse4.2"))) static int fewer(int n) {
  return n + 1;     // skipped: the function has an attribute that forbids added code
}

int main(void) {
  printf("%d\n", fewer(more(1))); // @1
  return 0;         // @3
}
