// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// flags: -std=gnu89
// Inline functions of GNU C89, where `extern inline` defines nothing outside, and of the attribute gnu_inline.
#include <stdio.h>

extern __inline__ __attribute__((always_inline)) int twice(int n) {
  return 2 * n;      // @2
}

__inline__ int half(int n) {
  return n / 2;      // @3
}

extern __inline__ int length(const char *text) {
  return !text;      /* never taken: the definition below is */
}
int length(const char *text) {
  return text[0];    // @4
}

extern __inline__ __attribute__((gnu_inline, always_inline)) int same(int n) {
  return n;          // @5
}

int main() {
  printf("%d\n", twice(1) + half(2) + length("a") + same(4)); // @1
  return 0;          // @6
}
