// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// needs: clang 19, for C23
// flags: -std=c23
// C23: constexpr, auto, nullptr, typeof, attributes, unnamed parameters, true and false as words, empty initialisers.
#include <stdio.h>
#include <stdlib.h>

enum small : unsigned char { ONE = 1, TWO };

[[nodiscard]] static int first(int n, int) {
  return n;                     // @7 @11
}

[[noreturn]] static void end([[maybe_unused]] int unused) {
  exit(0);            // @16
}

int main() {
  constexpr int size = 2;       // @1
  auto n = size + 1;            // @2
  typeof(n) list[size] = {};    // @3
  int *p = nullptr;             // @4
  static_assert(size == 2);
  [[maybe_unused]] int spare = 1'000 + 0b11; // @5
  if (first(n, 5) == 3)         // @6
    p = &list[1];               // @8
  [[clang::assume(n > 0)]];
  n = p == nullptr;             // @9
  [[gnu::unused]] bool is = first(true, false); // @10
  enum small e = TWO;           // @12
  typeof_unqual(const int) k = e; // @13
  printf("%d %d %d\n", n, is, k); // @14
  end(0);                       // @15
}
