// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Statements of pasted and stringified words.
#include <stdio.h>

#define CALL(name, x) print_##name(#x, x)      /* ^1 */
#define VARIABLE(n) int v##n = 0x##n           /* ^4 */
#define KEYWORD(a, b) a##b (v10 > 1) v10 -##= 2 /* ^5 ^6 */

static void print_int(const char *text, int n) {
  printf("%s %d\n", text, n); // @2 @8
}

int main(void) {
  CALL(int, 1 + 2);  // @1
  printf("-\n");     // @3
  VARIABLE(10);      // @4
  KEYWORD(i, f);     // @5 @6
  print_int("v", v10); // @7
  return 0;          // @9
}
