// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A statement that is not executed begins on a line where the condition before it ends.
static int three = 3;

int main(void) {
  // clang-format off
  if (three == 3
      && three == 4) return 1;
  // clang-format on
  if (three == 4)
    return 2;
  return 0;
}
