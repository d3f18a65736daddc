// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Bodies without braces, of every kind: expressions, jumps, and statements that hold others.
#include <stdio.h>

static int run(int n) {
  int i, sum = 0;          // @2
  if (n)                   // @3
    sum++;                 // @4
  else
    return 1;
  for (i = 0; i < 2; i++)  // @5 `for (i = 0; i < 2; i++)` @6 @9 @12 `i < 2` @8 @11 `i++`
    sum += i;              // @7 @10
  while (n--)              // @13 @17
    if (sum)               // @14
      do
        sum--;             // @15
      while (sum > 5);     // @16
  do
    for (;;)               // @18
      break;               // @19
  while (sum > 5);         // @20
  switch (sum)             // @21
    case 1: sum = 7;       // @22
  if (!sum)                // @23
    return 2;
  else
    goto out;              // @24
  return 4;
out:
  return sum;              // @25
}

int main(void) {
  printf("%d\n", run(1)); // @1
  return 0;               // @26
}
