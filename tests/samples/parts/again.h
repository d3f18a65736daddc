// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
static int NAME(int n) {
  MORE(n);       /* skipped: inside a macro expansion, in a file that is included more than once */ // &2 &6
  return n;      // @3 @7
}
