// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "clang/Frontend/FrontendActions.h"
#include "clang/Tooling/Tooling.h"

#include <memory>

int main(int argc, char **argv) {
  if (argc != 2)
    return 2;
  return clang::tooling::runToolOnCode(std::make_unique<clang::SyntaxOnlyAction>(), argv[1], "input.c") ? 0 : 1;
}
