// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Nothing of ours includes a system header: feature-test macros that come late still count.
static int before(int n) {
  return n + 1;              // @2
}

#define _GNU_SOURCE
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

int main(void) {
  int n = before(1);         // @1
  char *text = "ab";         // @3
  void *(*remap)(void *, size_t, size_t, int, ...) = mremap; // @4
  n += (int)((char *)mempcpy((char[]){"cd"}, text, 2) - text == 0); // @5
  printf("%d %d\n", n, remap != 0); // @6
  return 0;                  // @7
}
