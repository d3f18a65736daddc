// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A statement that nothing leads to.
static int three = 3;

static int pick(int x) {
  switch (x) {
  case 3:
    return 0;
    break;
  default:
    return 1;
  }
}

int main(void) { return pick(three); }
