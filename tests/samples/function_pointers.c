// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Calls through pointers, and callbacks of the C library.
#include <stdio.h>
#include <stdlib.h>

static int twice(int n) { return 2 * n; }  // @5
static int none(int n) { return n; }       // @7

static int compare(const void *a, const void *b) {
  return *(const int *)a - *(const int *)b; // @10
}

int main(void) {
  int (*table[])(int) = {none, twice};  // @1
  int (*f)(int) = table[1];             // @2
  int list[] = {5, 3};                  // @3
  list[0] = f(list[0]);                 // @4
  list[1] = (**table)(list[1]);         // @6
  f = &none;                            // @8
  qsort(list, 2, sizeof *list, compare); // @9
  printf("%d %d %d\n", list[0], list[1], f == none); // @11
  return 0;                             // @12
}
