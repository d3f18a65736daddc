// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// All statements and expressions below one, without recursion: a machine-made expression may be deeper than the stack.
#ifndef SOURCEPRINT_REWRITER_VISIT_STATEMENTS_H
#define SOURCEPRINT_REWRITER_VISIT_STATEMENTS_H

#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "clang/AST/Stmt.h"
#include "llvm/ADT/SmallVector.h"

namespace sourceprint {

template <typename Function> void visitStatements(const clang::Stmt *Root, Function Visit) {
  llvm::SmallVector<const clang::Stmt *, 64> Pending;
  if (Root)
    Pending.push_back(Root);
  while (!Pending.empty()) {
    const clang::Stmt *S = Pending.pop_back_val();
    Visit(S);
    for (const clang::Stmt *Child : S->children())
      if (Child)
        Pending.push_back(Child);
  }
}

// What a declaration at file scope executes or holds: a function's body, a variable's initialiser.
inline const clang::Stmt *contentOf(const clang::Decl *D) {
  if (const auto *Function = llvm::dyn_cast<clang::FunctionDecl>(D))
    return Function->isThisDeclarationADefinition() ? Function->getBody() : nullptr;
  const auto *Variable = llvm::dyn_cast<clang::VarDecl>(D);
  return Variable ? Variable->getInit() : nullptr;
}

} // namespace sourceprint

#endif
