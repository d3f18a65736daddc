// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A statement that begins in a macro and ends outside, or begins outside and ends in one.
#include <stdio.h>

#define SET total =
#define MORE + 1
#define END ;
#define GIVE return
#define TWICE(x) \
  (x)++;         /* ^9 */ \
  total +=       /* ^10 */

static int run(int n) {
  int total = 0; // @2
  SET n + 1;     // @3
  total = n MORE; // @4
  total++ END    // @5
  if (n)         // @6
    SET 3;       // @7
  else
    total MORE;
  if (n)         // @8
  {
    TWICE(n) 5;  // @9 @10
  }
  GIVE total;    // @11
}

int main(void) {
  printf("%d\n", run(4)); // @1
  return 0;      // @12
}
