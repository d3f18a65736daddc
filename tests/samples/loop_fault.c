// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A crash in the condition's or the step's third round is at the condition or the step, not in the body.
// ends: SIGSEGV
#include <stdio.h>

struct item {
  int value;
  struct item *next;
};

static int sum(const struct item *p) {
  int n = 0;                    // @5
  for (;                        // the last is not null, but nothing is there
       p->value;                // @6 @9 @12 @15
       p = p->next)             // @8 @11 @14
    n += p->value;              // @7 @10 @13
  return n;
}

int main(void) {
  struct item c = {3, (void *)8};     // @1
  struct item b = {2, &c};            // @2
  struct item a = {1, &b};            // @3
  printf("%d\n", sum(&a));            // @4
  return 0;
}
