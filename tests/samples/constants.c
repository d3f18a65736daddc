// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// flags: -Wno-unused-value
// Constant expressions stay as they are, and what clang folds has no record.
#include <stdio.h>

#define CHECK(c) ((void)sizeof(char[(c) ? 1 : -1]))
#define DEBUG 0

extern void nowhere(void); // never referred to, at -O0 neither

enum { A = 1 + 1, B = A << 2 };
_Static_assert(B == 8, "outside of a function");

static int table[B] = {[A ... B - 1] = A};

int main(void) {
  _Static_assert(A == 2, "in a function");
  CHECK(sizeof(int) == 4);
  static int size = sizeof table / sizeof *table;
  if (DEBUG && size)      // @1
    nowhere();
  if (0)                  // @2
    nowhere();
  while (DEBUG)           // @3
    size++;
  ((void)0);
  (void)"text";
  B;
  switch (B) {            // @4
  case A * 4:
    size += table[A];     // @5
    break;                // @6
  case __builtin_constant_p(A) ? 100 : 200:
    size = 0;
  }
  printf("%d\n", size);   // @7
  return 0;               // @8
}
