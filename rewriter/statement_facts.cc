// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "statement_facts.h"

#include "clang/AST/Attr.h"
#include "clang/AST/Expr.h"

using namespace clang;

namespace sourceprint {

TokenMap::Index lastToken(const TokenMap &Tokens, const Stmt *S) {
  if (const auto *If = dyn_cast<IfStmt>(S))
    return lastToken(Tokens, If->getElse() ? If->getElse() : If->getThen());
  if (const auto *While = dyn_cast<WhileStmt>(S))
    return lastToken(Tokens, While->getBody());
  if (const auto *For = dyn_cast<ForStmt>(S))
    return lastToken(Tokens, For->getBody());
  if (const auto *Switch = dyn_cast<SwitchStmt>(S))
    return lastToken(Tokens, Switch->getBody());
  if (const auto *Attributed = dyn_cast<AttributedStmt>(S))
    return lastToken(Tokens, Attributed->getSubStmt());
  if (const auto *Label = dyn_cast<LabelStmt>(S))
    return lastToken(Tokens, Label->getSubStmt());
  if (const auto *Case = dyn_cast<SwitchCase>(S))
    return lastToken(Tokens, Case->getSubStmt());
  TokenMap::Index End = Tokens.find(S->getEndLoc());
  if (End == TokenMap::None || isa<CompoundStmt>(S) || isa<NullStmt>(S) || Tokens.kind(End) == tok::semi)
    return End;
  return End + 1 < Tokens.size() && Tokens.kind(End + 1) == tok::semi ? End + 1 : TokenMap::None;
}

SourceLocation headEnd(const Stmt *S) {
  if (const auto *If = dyn_cast<IfStmt>(S))
    return If->getRParenLoc();
  if (const auto *While = dyn_cast<WhileStmt>(S))
    return While->getRParenLoc();
  if (const auto *For = dyn_cast<ForStmt>(S))
    return For->getRParenLoc();
  if (const auto *Switch = dyn_cast<SwitchStmt>(S))
    return Switch->getRParenLoc();
  return S->getBeginLoc();
}

const char *integerName(QualType Type) {
  const auto *Builtin = Type->getAs<BuiltinType>();
  switch (Builtin ? Builtin->getKind() : BuiltinType::Void) {
  case BuiltinType::Int:
    return "int";
  case BuiltinType::UInt:
    return "unsigned";
  case BuiltinType::Long:
    return "long";
  case BuiltinType::ULong:
    return "unsigned long";
  case BuiltinType::LongLong:
    return "long long";
  case BuiltinType::ULongLong:
    return "unsigned long long";
  default:
    return nullptr;
  }
}

bool isJump(const Stmt *S) {
  return isa<ReturnStmt>(S) || isa<GotoStmt>(S) || isa<IndirectGotoStmt>(S) || isa<BreakStmt>(S) ||
         isa<ContinueStmt>(S);
}

bool isLoopOrSwitch(const Stmt *S) {
  return isa<WhileStmt>(S) || isa<DoStmt>(S) || isa<ForStmt>(S) || isa<SwitchStmt>(S);
}

bool isPragmaAttribute(const Attr *A) { return isa<LoopHintAttr>(A) || isa<OpenCLUnrollHintAttr>(A); }

bool isExecutable(const DeclStmt *S) {
  for (const Decl *D : S->decls()) {
    if (const auto *Typedef = dyn_cast<TypedefNameDecl>(D))
      if (Typedef->getUnderlyingType()->isVariablyModifiedType())
        return true;
    const auto *Variable = dyn_cast<VarDecl>(D);
    if (Variable && Variable->hasLocalStorage() &&
        (Variable->hasInit() || Variable->getType()->isVariablyModifiedType()))
      return true;
  }
  return false;
}

} // namespace sourceprint
