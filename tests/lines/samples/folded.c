// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Statements that are executed, and for which clang makes no code on the line where they begin.
static int three = 3;
static const char names[] = "three";

int main(void) {
  (void)names;
  if (sizeof(names) > 5)
    three++;
  if (three == 5)
    return 2;
  return 0;
}
