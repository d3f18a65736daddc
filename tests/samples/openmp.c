// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// flags: -fopenmp-simd
// OpenMP wants its loops as they are.
#include <stdio.h>

int main(void) {
  int sum = 0;                  // @1
#pragma omp simd reduction(+ : sum) // skipped: inside an OpenMP construct
  for (int i = 0; i < 4; i++)
    sum += i;
  printf("%d\n", sum);          // @2
  return 0;                     // @3
}
