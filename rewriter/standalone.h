// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What people call: writes a tree of rewritten sources beside the original. docs/instr-rewrite.md describes it.
#ifndef SOURCEPRINT_REWRITER_STANDALONE_H
#define SOURCEPRINT_REWRITER_STANDALONE_H

namespace sourceprint {

// Returns the exit status.
int runStandalone(int argc, char **argv);

} // namespace sourceprint

#endif
