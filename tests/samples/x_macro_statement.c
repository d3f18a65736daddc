// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A list of macros included as constants, as declarations and as statements.
#include <stdio.h>

#define COUNT(name, n) name##_id = n,
enum counts {
#include "parts/counts.def"
};
#undef COUNT

#define COUNT(name, n) static int name;
#include "parts/counts.def"
#undef COUNT

static void set(int by) {
#define COUNT(name, n) name += n * by;
#include "parts/counts.def"
#undef COUNT
}

int main(void) {
  set(2);                    // @1
  printf("%d %d\n", one, two); // @2
  return 0;                  // @3
}
