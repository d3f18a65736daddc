// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A macro writes a whole function.
#define GETTER(name, value)                                                                                            \
  static int name(void) { return value; }

GETTER(three, 3)

int main(void) {
  if (three() == 4)
    return 2;
  return 0;
}
