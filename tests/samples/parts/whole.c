// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
static int calls;

int whole(int n) {
  calls += n;     // @2
  return calls;   // @3
}
