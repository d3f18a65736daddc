// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A pragma inside a macro's expansion: the use of the macro is one record.
// flags: -Wall -Werror
#include <stdio.h>

#define QUIET(s)                                             \
  do {                                                       \
    _Pragma("GCC diagnostic push")                           \
    _Pragma("GCC diagnostic ignored \"-Wunused-variable\"")  \
    s;                                                       \
    int unused = 1;                                          \
    _Pragma("GCC diagnostic pop")                            \
  } while (0)

int main(void) {
  int n = 1;       // @1
  QUIET(n++);      /* skipped: the macro's expansion holds a pragma */ // &2
  if (n)           // @3
    QUIET(n++);    /* skipped: the macro's expansion holds a pragma */ // &4
  printf("%d\n", n); // @5
  return 0;        // @6
}
