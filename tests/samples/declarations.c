// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Declarations with an initialiser are executed; without one, and static ones, there is nothing to do.
#include <stdio.h>

static int next(void) {
  static int calls = 10;   // initialised once, before the program runs
  extern int other;
  typedef int number;
  enum { SMALL = 1 };
  struct pair { int a, b; };
  number unset;
  unset = other;           // @3 @10
  calls += SMALL + unset;  // @4 @11
  return calls;            // @5 @12
}

int other = 1;

int main(void) {
  int a = 4, b, c = a;     // @1
  int d = next(),          // @2
      e = d;
  const int size = 3;      // @6
  int list[3] = {a, [2] = c}; // @7
  register int r = 1;      // @8
  auto int last = next();  // @9
  _Static_assert(sizeof a == sizeof r, "");
  b = list[2];             // @13
  printf("%d %d %d %d %d\n", b, e, size, r, last); // @14
  return 0;                // @15
}
