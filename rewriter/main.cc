// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// instr-rewrite: a part of instr-cc, and a command of its own.
#include "command_mode.h"
#include "standalone.h"

int main(int argc, char **argv) {
  if (sourceprint::isCommandMode(argc, argv))
    sourceprint::runCommandMode(argc, argv);
  return sourceprint::runStandalone(argc, argv);
}
