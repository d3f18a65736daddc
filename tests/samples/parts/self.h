// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef PASS
#define PASS 1
#define NAME first
#include "self.h"
#undef NAME
#undef PASS
#define PASS 2
#define NAME second
#endif

static int NAME(int n) {
  return n + PASS; // @2 @3
}
