// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Inline functions of C99: an inline definition may not refer to static objects, one made external may.
// flags: -std=c99 -pedantic-errors -Werror
#include <stdio.h>

#ifdef __clang__
#define ALWAYS __attribute__((always_inline))
#endif

ALWAYS inline int twice(int n) {
  return 2 * n;      // @2
}

inline int half(int n) {
  return n / 2;      // @3
}
extern int half(int n);

static inline int third(int n) {
  return n / 3;      // @4
}

extern inline int same(int n) {
  return n;          // @5
}

int main(void) {
  printf("%d\n", twice(1) + half(2) + third(3) + same(4)); // @1
  return 0;          // @6
}
