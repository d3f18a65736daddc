// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// __label__ comes first in its block, in functions, blocks and statement expressions.
#include <stdio.h>

#define FIND(list, n, x)                   \
  ({                                       \
    __label__ found;                       \
    int at;                                \
    for (at = 0; at < n; at++)             /* ^4 ^5 ^7 ^8 */ \
      if (list[at] == x)                   /* ^6 ^9 */ \
        goto found;                        /* ^10 */ \
  found:                                   \
    at;                                    /* ^11 */ \
  })

int main(void) {
  __label__ first, out;
  int list[] = {4, 5};                     // @1
  goto first;                              // @2
first:
  printf("%d\n", FIND(list, 2, 5));        // @3..11
  {
    __label__ out;
    goto out;                              // @12
  out:
    goto first_end;                        // @13
  }
first_end:
  goto out;                                // @14
out:
  return 0;                                // @15
}
