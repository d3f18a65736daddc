// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
static int NAME(int n) {
  n = OP(n); // @2 @6
  return n;  // @3 @7
}
