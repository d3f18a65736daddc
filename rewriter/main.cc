// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// instr-rewrite.
#include "command_mode.h"

int main(int argc, char **argv) { sourceprint::runCommandMode(argc, argv); }
