// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What is not evaluated has no record: sizeof, _Alignof, typeof, offsetof, the branches not chosen.
#include <stddef.h>
#include <stdio.h>

struct item { char c; int list[4]; };

static int calls;
static int count(void) { return ++calls; }

int main(void) {
  int n = sizeof(({ count(); 1; }));               // @1
  n += _Alignof(int) + __alignof__(count());       // @2
  __typeof__(({ count(); 1; })) same = 5;          // @3
  n += offsetof(struct item, list[1]);             // @4
  n += _Generic(n, long: ({ count(); 1; }), int: ({ 2; }), default: ({ count(); 3; })); // @5
  n += __builtin_choose_expr(sizeof(int) == 4, ({ n; }), ({ count(); 1; })); // @6..7
  n += __builtin_constant_p(({ count(); 1; }));    // @8
  n += __builtin_types_compatible_p(__typeof__(({ count(); })), int); // @9
  printf("%d %d %d\n", n, same, calls);            // @10
  return 0;                                        // @11
}
