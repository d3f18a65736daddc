// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Functions that must stay as they are: by an attribute, or because they run before records can be taken.
#ifndef SOURCEPRINT_REWRITER_FORBIDDEN_FUNCTIONS_H
#define SOURCEPRINT_REWRITER_FORBIDDEN_FUNCTIONS_H

#include "runtime/format.h"
#include "clang/AST/Decl.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/DenseSet.h"

namespace sourceprint {

class ForbiddenFunctions {
public:
  // Declarations: all of the translation unit at file scope.
  explicit ForbiddenFunctions(llvm::ArrayRef<const clang::Decl *> Declarations);

  // Why the function's body must stay as it is, or SP_SKIP_NONE.
  sp_skip_reason reason(const clang::FunctionDecl *Function) const;

private:
  // Resolvers of ifuncs, and what they call: they run while the program is being relocated.
  llvm::DenseSet<const clang::FunctionDecl *> Resolving; // canonical declarations
};

} // namespace sourceprint

#endif
