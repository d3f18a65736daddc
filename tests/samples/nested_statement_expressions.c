// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Statement expressions in each other, and in every part of a statement.
#include <stdio.h>

int main(void) {
  int n = ({ int a = ({ 1; }); a + ({ a; }); }); // @1 `int n = ({ int a = ({ 1; }); a + ({ a; }); })` @2 `int a = ({ 1; })` @3 `a + ({ a; })` @4 `a`
  if (({ n--; n; }))           // @5 `if (({ n--; n; }))` @6 `n--` @7 `n`
    n = ({ n + 1; });          // @8 @9
  while (({ n--; n > 0; }))    // @10 @14 `({ n--; n > 0; })` @11 @15 `n--` @12 @16 `n > 0`
    puts("x");                 // @13
  for (n = ({ n + 1; }); ({ n < 2; }); ({ n++; })) // @17 `for (n = ({ n + 1; }); ({ n < 2; }); ({ n++; }))` @18 `n + 1` @19 @24 `({ n < 2; })` @20 @25 `n < 2` @22 `({ n++; })` @23 `n++`
    puts("y");                 // @21
  switch (({ n; }))            // @26 `switch (({ n; }))` @27 `n`
  case 2: n = 0;               // @28
  return ({ n; });             // @29 `return ({ n; })` @30 `n`
}
