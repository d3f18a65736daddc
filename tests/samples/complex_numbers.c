// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Complex numbers, their parts, and what looks like a keyword of their own.
#include <complex.h>
#include <stdio.h>

int main(void) {
  double _Complex z = 1.0 + 2.0i;    // @1
  float complex w = 3 - I;           // @2
  __real__ z += 1;                   // @3
  if (z == 2 + 2 * I)                // @4
    __imag__ z = 5;                  // @5
  z *= w;                            // @6
  printf("%g %g\n", creal(z), __imag__ z); // @7
  return 0;                          // @8
}
