// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// flags: -fsourceprint-granularity=expression
// Bit-fields in conditions keep their promotion: behind a comma they would be unsigned.
#include <stdio.h>

struct flags { unsigned a : 3; int b : 2; _Bool c : 1; };

int main(void) {
  struct flags f = {1, -1, 1};  // @1
  if (f.a)                      // @2
    puts("a");                  // @3
  while (f.a > 0 && f.c)        // @4 @6 `f.a > 0 && f.c`
    f.a--, f.b = 0;             // @5
  for (; f.c; f.c = 0)          // @7 @10 `f.c` @9 `f.c = 0`
    puts("c");                  // @8
  int n = (f.c ? 1 : f.a) - 1;  // @11
  printf("%d %d\n", n < 0,      // @12
         (f.b ? f.a : -1) < 0);
  switch (f.a) {                // @13
  case 0:
    return 0;                   // @14
  }
  return 1;
}
