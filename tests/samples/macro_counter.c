// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// __COUNTER__: its value depends on how often it was expanded, so its uses stay as they are.
#include <stdio.h>

#define NAME_(x, y) x##y
#define NAME(x, y) NAME_(x, y)
#define ADD(to)                                \
  do {                                         \
    int NAME(v, __COUNTER__) = __COUNTER__;    \
    to = 10 * to + __COUNTER__;                \
  } while (0)

static int list[__COUNTER__ + 1];

int main(void) {
  int n = __COUNTER__;  // @1
  ADD(n);               /* skipped: the macro's expansion holds __COUNTER__ */ // &2
  ADD(n);               /* skipped: the macro's expansion holds __COUNTER__ */ // &3
  printf("%d %d %zu\n", n, __COUNTER__, sizeof list); // @4
  return 0;             // @5
}
