// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifdef DECLARE
int counter(int n);
#else
int counter(int n) {
  return n + 1; // @2
}
#endif
