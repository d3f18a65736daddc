// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What instr-cc calls: rewrites one C source of a compile command into a private tree.
//
//   instr-rewrite --tree=DIR --input=FILE [--quiet-driver] [OPTION...] -- REAL_COMPILER ARGUMENT...
//
// Prints what the compiler would say about the original text, in one piece and only if it is complete, on stderr.
// Exit status: driver/rewriter_status.h.
#ifndef SOURCEPRINT_REWRITER_COMMAND_MODE_H
#define SOURCEPRINT_REWRITER_COMMAND_MODE_H

namespace sourceprint {

// Whether this is a command line of instr-cc's.
bool isCommandMode(int argc, char **argv);
[[noreturn]] void runCommandMode(int argc, char **argv);

} // namespace sourceprint

#endif
