// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Behind which statements control leaves their function: `return`, and what stands at the end of the body.
#ifndef SOURCEPRINT_REWRITER_TAIL_STATEMENTS_H
#define SOURCEPRINT_REWRITER_TAIL_STATEMENTS_H

#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/AST/Stmt.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SmallPtrSet.h"

namespace sourceprint {

class TailStatements {
public:
  // Looks at a function's body.
  void find(const clang::Stmt *Body, const clang::ASTContext &Context);
  // SP_SITE_LEAVES and SP_SITE_ENDS of a statement of that body, or of a condition in it; or 0.
  unsigned leaving(const clang::Stmt *S) const;

private:
  // Behind S, nothing more of the function is executed.
  void tail(const clang::Stmt *S);
  void compound(const clang::CompoundStmt *Body);
  void branch(const clang::IfStmt *S);
  void loop(const clang::Expr *Condition, const clang::Stmt *Body);
  void doLoop(const clang::DoStmt *S);
  void breaks(const clang::Stmt *Body);
  void note(const clang::Stmt *S, unsigned Leaving) { Found[S] |= Leaving; }

  const clang::ASTContext *Context = nullptr;
  llvm::DenseMap<const clang::Stmt *, unsigned> Found;
  llvm::SmallPtrSet<const clang::LabelDecl *, 4> Labels; // a goto to one leaves
};

} // namespace sourceprint

#endif
