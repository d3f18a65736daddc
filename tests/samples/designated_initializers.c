// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Designated initialisers, ranges, and calls among them.
#include <stdio.h>

struct item { int id; struct { int a, b; } in; int list[4]; };

static int next(void) {
  static int n;
  return ++n;                  // @2 @3
}

int main(void) {
  struct item one = {          // @1
    .in = {.b = next()},
    .id = next(),
    .list = {[1 ... 2] = 7, [0] = 1},
  };
  int list[] = {[2] = one.id, [0] = one.in.b}; // @4
  struct item two = one,       // @5
              three = {.in.a = 3};
  printf("%d %d\n", list[0] + list[2], two.list[2] + three.in.a); // @6
  return 0;                    // @7
}
