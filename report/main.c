// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "reader.h"

#include <stdio.h>

int main(void) {
  fprintf(stderr, "sourceprint: reads format %d\n", report_format_version());
  return 1;
}
