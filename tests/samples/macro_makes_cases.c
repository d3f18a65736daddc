// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// flags: -fsourceprint-macros=invocation
// A macro that makes a case or a label: a record in front of it would not be met by the jump.
#include <stdio.h>

#define CASE(n) case n: puts(#n)
#define LABEL(l) l: puts(#l)
#define GOTO(l) goto l

static int run(int n) {
  switch (n) {       // @2
    CASE(1);         // skipped: inside a macro expansion that is recorded as one invocation
    break;
    CASE(2);         // skipped: inside a macro expansion that is recorded as one invocation
    break;           // @3
  }
  GOTO(end);         // &4
  LABEL(end);        // skipped: inside a macro expansion that is recorded as one invocation
  return n;          // @5
}

int main(void) {
  printf("%d\n", run(2)); // @1
  return 0;          // @6
}
