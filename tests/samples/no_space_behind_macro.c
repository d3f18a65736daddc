// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// No space between a macro's use, a keyword or a bracket and what follows: the words may not run together.
#include <stdio.h>

#define VALUE 3
#define NEGATE -
#define LOOP while

static int run(int n) {
  int a=VALUE;int b=NEGATE(a);    // @2 `int a=VALUE` @3 `int b=NEGATE(a)`
  if(a)(b)++;else(b)--;           // @4 `if(a)` @5 `(b)++`
  do(b)++;while(b<0);             // @6 @8 `(b)++` @7 @9 `b<0`
  LOOP(a>2)(a)--;                 // @10 @12 `a>2` @11 `(a)--`
  if(!a)return(1);else return(b)-n; // @13 `if(!a)` @14 `return(b)-n`
}

int main(void) {
  printf("%d\n",run(1)); // @1
  return 0;              // @15
}
