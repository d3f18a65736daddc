// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Compound literals: temporary objects that live as long as their block, so no block may come around them.
#include <stdio.h>

struct point { int x, y; };

static int sum(const struct point *p) {
  return p->x + p->y;                  // @7 @10
}

int main(int argc, char **argv) {
  int *list = 0;                       // @1
  (void)argv;                          // @2
  list = (int[]){argc, 2, 3};          // @3
  struct point *p = &(struct point){.y = 4, .x = ({ argc; })}; // @4 `struct point *p = &(struct point){.y = 4, .x = ({ argc; })}` @5 `argc`
  printf("%d\n", sum(p));              // @6
  p = (struct point[]){{1, 2}, {3, 4}}; // @8
  printf("%d\n", sum(p + 1));          // @9
  return list[1] - 2;                  // @11
}
