// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Constructors: an early one runs before the C library is ready, a later one is recorded before main.
// flags: -Wno-prio-ctor-dtor
#include <stdio.h>

static int early, late;

__attribute__((constructor(90))) static void first(void) {
  early = 1;         // skipped: the function runs before the C library is ready
}

__attribute__((constructor)) static void second(void) {
  late = early + 1;  // @1
}

__attribute__((destructor)) static void end(void) {
  late = 0;          // @4
}

int main(void) {
  printf("%d %d\n", early, late); // @2
  return 0;          // @3
}
