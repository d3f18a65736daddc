// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The last expression of a statement expression is its value, whatever stands before it.
#include <stdio.h>

struct pair { int a, b; };

static void nothing(void) {}

int main(void) {
  int n = ({               // @1
    int k = 2;             // @2
    k * 3;                 // @3
  });
  n = ({ if (n > 5)        // @4 @5
           n--;            // @6
         n; });            // @7
  struct pair p = ({       // @8
    struct pair q = {n, 2}; // @9
    q;                     // @10
  });
  ({ nothing(); });        // @11..12
  n = ({ (p).a; });        // @13..14
  n += ({ ({ p.b; }) + 1; }); // @15..17
  ({ ; });                 // @18
  ({                       // @19
    while (n > 7) n--;     // @20 @22 `n > 7` @21 `n--`
  });
  printf("%d\n", n);       // @23
  return 0;                // @24
}
