// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A macro that makes a case or a label: the record stands behind it.
#include <stdio.h>

#define CASE(n) case n: puts(#n); break /* ^3 ^4 */
#define LABEL(l) l: puts(#l)            /* ^6 */
#define GOTO(l) goto l                  /* ^5 */

static int run(int n) {
  switch (n) {       // @2
    CASE(1);
    CASE(2);         // @3..4
  }
  GOTO(end);         // @5
  LABEL(end);        // @6
  return n;          // @7
}

int main(void) {
  printf("%d\n", run(2)); // @1
  return 0;          // @8
}
