// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "options.h"
#include "sourceprint_llvm.h"

#include <stdio.h>

int main(void) {
  fprintf(stderr, "instr-cc: %zu options, real compiler %s\n", driver_option_count, SOURCEPRINT_REAL_CLANG);
  return 1;
}
