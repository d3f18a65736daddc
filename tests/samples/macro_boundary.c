// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// flags: -fsourceprint-macros=invocation
// Statements that begin or end in the middle of an expansion, when macros stay as they are.
#include <stdio.h>

#define OPEN(x) if (x) { puts("open");
#define CLOSE puts("close"); }
#define PAIR(a, b) a; b
#define REST > 3) n--

int main(void) {
  int n = 1;          // @1
  OPEN(n)             // &2
    n++;              // @3
  CLOSE               // &4
  PAIR(n++, n++);     // &5
  while (n REST;      /* @6 `while (n REST` */ /* skipped: begins or ends in the middle of a macro expansion */ // skipped: inside a macro expansion that is recorded as one invocation
  printf("%d\n", n);  // @7
  return 0;           // @8
}
