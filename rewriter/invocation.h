// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// From a clang command line to what the compiler proper would be asked to do, by clang's own driver library.
#ifndef SOURCEPRINT_REWRITER_INVOCATION_H
#define SOURCEPRINT_REWRITER_INVOCATION_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/raw_ostream.h"
#include <string>
#include <vector>

namespace sourceprint {

struct CompileJob {
  std::vector<std::string> Arguments; // of `clang -cc1`, without that word
  std::string Problem;                // why there is none; empty if there is one
  bool UserError = false;             // the driver has printed an error about the command line
};

// The job that compiles the source Input of the command line. Arguments[0] is the real compiler's path. What the driver
// says about the command line goes to OS.
CompileJob findCompileJob(llvm::ArrayRef<const char *> Arguments, llvm::StringRef Input, llvm::raw_ostream &OS);

} // namespace sourceprint

#endif
