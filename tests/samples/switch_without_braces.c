// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A switch whose body is one statement: a case, a nested switch, an if, a loop.
#include <stdio.h>

static int run(int n) {
  switch (n)                // @2
    case 2: n = 5;          // @3
  switch (n)                // @4
    case 5: case 6:
      switch (n)            // @5
        default: n++;       // @6
  switch (n)                // @7
    if (n) {
      case 6: n++;          // @8
    } else
      case 7: n--;
  switch (n)                // @9
    while (n > 8)           // @11
      default: n = 8;       // @10
  switch (n)                // @12
    ;
  return n;                 // @13
}

int main(void) {
  printf("%d\n", run(2));   // @1
  return 0;                 // @14
}
