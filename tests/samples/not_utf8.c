// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// flags: -Wno-invalid-utf8 -Wno-invalid-source-encoding -Wno-unknown-warning-option
// Text that is not UTF-8, in comments, strings and characters: grüße.
#include <stdio.h>

#define SAY(x) do { puts(x "ä"); puts(#x); } while (0) /* ÿ ^1 ^2 */

int main(void) {
  SAY("öÿ");       // @1..2
  puts("grüße");   // @3
  return 'é' == 5;    // @4
}
