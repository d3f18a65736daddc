// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
static int NAME(int n) {
  return n + 1; /* skipped: in a file that is included more than once with different structure */ // skipped: in a file that is included more than once with different structure
}
