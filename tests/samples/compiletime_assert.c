// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The kernel's ways to check at compile time, which must be folded as before.
#include <stdio.h>

#define BUILD_BUG_ON_ZERO(e) ((int)(sizeof(struct { int : (-!!(e)); })))
#define compiletime_assert(condition, message)                        \
  do {                                                                \
    __attribute__((__noreturn__)) extern void failed(void)            \
        __attribute__((__error__(message)));                          \
    if (!(condition)) /* ^3 */                                        \
      failed();                                                       \
  } while (0)
#define min(x, y) __builtin_choose_expr(                              \
    __builtin_constant_p(x) && __builtin_constant_p(y),               \
    ((x) < (y) ? (x) : (y)),                                          \
    ({ __typeof__(x) a = (x); __typeof__(y) b = (y); /* ^5 ^6 */      \
       a < b ? a : b; /* ^7 */ }))

int main(int argc, char **argv) {
  static int list[min(2, 3) + BUILD_BUG_ON_ZERO(0)];
  int n = sizeof list / sizeof *list; // @1
  (void)argv;                         // @2
  compiletime_assert(sizeof(int) >= 4, "int is small"); // @3
  n = min(n, argc);                   // @4..7
  printf("%d\n", n);                  // @8
  return 0;                           // @9
}
