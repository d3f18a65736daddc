// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Variable length arrays, and types that depend on a value: their sizes are computed where they are declared.
#include <stdio.h>

static int sum(int n, int list[n], int (*table)[n]) {
  typedef int row[n];        // @7
  row copy;                  // @8
  int (*last)[n];            // @9
  copy[0] = list[n - 1];     // @10
  last = table + 1;          // @11
  return copy[0] + (*last)[0] + (int)(sizeof(row) / sizeof(int)); // @12
}

int main(int argc, char **argv) {
  int n = argc + 1;          // @1
  int list[n], table[n][n];  // @2
  list[n - 1] = 5;           // @3
  table[1][0] = 7;           // @4
  (void)argv;                // @5
  int total = sum(n, list, table); // @6
  printf("%d %zu\n", total, sizeof(int[n++])); // @13
  return n - 3;              // @14
}
