// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// #line, as parser generators write it: records are where the directives say.
#include <stdio.h>

#line 100 "grammar.y"
static int rule(int n) {
  n++;                   // @2
# 7 "lexer.l"
  if (n)                 // @3
    return n;            // @4
  return 0;
}

#line 14 "line_directive.c"
int main(void) {
  printf("%d\n", rule(1)); // @1
#line 200
  return 0;              // @5
}
