// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// One source of a compile command, from the command line to its rewritten text.
#ifndef SOURCEPRINT_REWRITER_TRANSLATION_UNIT_H
#define SOURCEPRINT_REWRITER_TRANSLATION_UNIT_H

#include "rewrite_action.h"
#include "llvm/ADT/ArrayRef.h"

namespace sourceprint {

enum class Outcome {
  Rewritten, // Result holds the texts
  UserError, // the source or the command line has an error, which OS names
  GaveUp     // Result.Problem says why
};

// Arguments: the command, with the real compiler's path in front. Input: the source, spelled as there. What the
// compiler would say goes to OS, about the whole command only if AboutCommand is set.
Outcome rewriteTranslationUnit(llvm::ArrayRef<const char *> Arguments, llvm::StringRef Input, bool AboutCommand,
                               const RewriteOptions &Options, RewriteResult &Result, llvm::raw_ostream &OS);

// The names of all files that the source includes, by preprocessing it without a word; fewer if it has errors.
std::set<std::string> includedFiles(llvm::ArrayRef<const char *> Arguments, llvm::StringRef Input);

} // namespace sourceprint

#endif
