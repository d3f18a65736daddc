// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// flags: -trigraphs -std=c99
// Trigraphs and digraphs: brackets, backslashes and hashes of two or three characters.
%:include <stdio.h>

??=define ADD(a, b) a /* ^4 */ ??/
  += b

int main(void) ??<
  int list<::> = {1, 2}; // @1
  int n = list??(1??);   // @2
  if (n) <%              // @3
    ADD(n, 2);           // @4
  %>
  n = n ??' 1;           // @5
  /* @6 */ re??/
turn printf("%d\n", n) < 0;
??>
