// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "statement_facts.h"
#include "compat.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/Expr.h"
#include "clang/Basic/Builtins.h"

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

bool cleansUp(const CompoundStmt *Body) {
  return llvm::any_of(Body->body(), [](const Stmt *S) {
    const auto *Declaration = dyn_cast<DeclStmt>(S);
    return compat::deferred(S) ||
           (Declaration && llvm::any_of(Declaration->decls(), [](const Decl *D) { return D->hasAttr<CleanupAttr>(); }));
  });
}

static bool anyChild(const Stmt *S, llvm::function_ref<bool(const Stmt *)> Test) {
  return llvm::any_of(S->children(), [&](const Stmt *Child) { return Child && Test(Child); });
}

// A builtin that only computes, and that no function of the program can stand in for.
static bool isPlainBuiltin(const CallExpr *Call, const ASTContext &Context) {
  unsigned Builtin = Call->getBuiltinCallee();
  return Builtin && !Context.BuiltinInfo.isPredefinedLibFunction(Builtin) &&
         (Context.BuiltinInfo.isConst(Builtin) || Context.BuiltinInfo.isPure(Builtin));
}

// Types with sizes that are computed where they are written.
static bool computesType(const Stmt *S) {
  if (const auto *E = dyn_cast<Expr>(S))
    return E->getType()->isVariablyModifiedType();
  const auto *Declaration = dyn_cast<DeclStmt>(S);
  return Declaration && llvm::any_of(Declaration->decls(), [](const Decl *D) {
           const auto *Typedef = dyn_cast<TypedefNameDecl>(D);
           const auto *Value = dyn_cast<ValueDecl>(D);
           return (Typedef && Typedef->getUnderlyingType()->isVariablyModifiedType()) ||
                  (Value && Value->getType()->isVariablyModifiedType());
         });
}

// What the compiler may copy or fill by a call of memcpy() or memset(), which can be the program's own.
static bool movesMemory(const Stmt *S) {
  if (const auto *E = dyn_cast<Expr>(S))
    return isa<InitListExpr>(E) || (E->getType()->isRecordType() && !E->isGLValue());
  const auto *Declaration = dyn_cast<DeclStmt>(S);
  return Declaration && llvm::any_of(Declaration->decls(), [](const Decl *D) {
           const auto *Variable = dyn_cast<VarDecl>(D);
           return Variable && Variable->hasInit() && Variable->getType()->isAggregateType();
         });
}

bool mayRecord(const Stmt *S, const ASTContext &Context) {
  if (const auto *Call = dyn_cast<CallExpr>(S))
    if (!isPlainBuiltin(Call, Context))
      return true;
  if (isa<StmtExpr>(S) || isa<AsmStmt>(S) || isa<BlockExpr>(S) || computesType(S) || movesMemory(S))
    return true;
  if (const auto *Body = dyn_cast<CompoundStmt>(S))
    if (cleansUp(Body))
      return true;
  if (const auto *Trait = dyn_cast<UnaryExprOrTypeTraitExpr>(S))
    return Trait->getTypeOfArgument()->isVariablyModifiedType();
  return anyChild(S, [&](const Stmt *Child) { return mayRecord(Child, Context); });
}

static bool callsNone(const CallExpr *Call) {
  const FunctionDecl *Function = Call->getDirectCallee();
  return Function && Function->getBuiltinID() && !Function->hasBody() && !Function->isNoReturn();
}

bool mayCall(const Stmt *S) {
  if (const auto *Call = dyn_cast<CallExpr>(S))
    if (!callsNone(Call))
      return true;
  return !isa<UnaryExprOrTypeTraitExpr>(S) && anyChild(S, mayCall);
}

bool hasStatements(const Stmt *S) { return isa<StmtExpr>(S) || anyChild(S, hasStatements); }

const Stmt *executedFirst(const Stmt *S) {
  if (const auto *If = dyn_cast<IfStmt>(S))
    return If->getCond();
  if (const auto *Switch = dyn_cast<SwitchStmt>(S))
    return Switch->getCond();
  if (const auto *For = dyn_cast<ForStmt>(S))
    return For->getInit();
  return isa<WhileStmt>(S) || isa<DoStmt>(S) || isa<CompoundStmt>(S) ? nullptr : S;
}

// Of what has a body we see or the compiler knows, only input and output wait.
static bool isOfSystem(const FunctionDecl *Function, const ASTContext &Context) {
  if (!Context.getSourceManager().isInSystemHeader(Function->getLocation()) || Function->hasBody() ||
      Function->hasAttr<ConstAttr>() || Function->hasAttr<PureAttr>())
    return false;
  unsigned Builtin = Function->getBuiltinID();
  const char *Header = Builtin ? Context.BuiltinInfo.getHeaderName(Builtin) : nullptr;
  return !Builtin || (Header && llvm::StringRef(Header) == "stdio.h");
}

bool mayWait(const Stmt *S, const ASTContext &Context) {
  if (!S || isa<StmtExpr>(S) || isa<BlockExpr>(S) || isa<UnaryExprOrTypeTraitExpr>(S))
    return false;
  if (const auto *Call = dyn_cast<CallExpr>(S))
    if (const FunctionDecl *Function = Call->getDirectCallee())
      if (isOfSystem(Function, Context))
        return true;
  return anyChild(S, [&](const Stmt *Child) { return mayWait(Child, Context); });
}

bool leaves(const Stmt *S) { return isJump(S) || isa<LabelStmt>(S) || anyChild(S, leaves); }

static bool hasEntryOf(const Stmt *S, bool CasesToo) {
  if (isa<LabelStmt>(S) || (CasesToo && isa<SwitchCase>(S)))
    return true;
  CasesToo = CasesToo && !isa<SwitchStmt>(S);
  return anyChild(S, [&](const Stmt *Child) { return hasEntryOf(Child, CasesToo); });
}

bool hasEntry(const Stmt *S) { return hasEntryOf(S, /*CasesToo=*/true); }

bool isFalse(const Expr *E, const ASTContext &Context) {
  bool Value = true;
  return !E->isValueDependent() && E->EvaluateAsBooleanCondition(Value, Context) && !Value;
}

bool hasDefault(const SwitchStmt *S) {
  for (const SwitchCase *Case = S->getSwitchCaseList(); Case; Case = Case->getNextSwitchCase())
    if (isa<DefaultStmt>(Case))
      return true;
  return false;
}

} // namespace sourceprint
