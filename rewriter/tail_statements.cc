// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "tail_statements.h"
#include "runtime/format.h"
#include "statement_facts.h"

#include "clang/AST/Expr.h"

using namespace clang;

namespace sourceprint {
namespace {

constexpr unsigned Always = SP_SITE_LEAVES | SP_SITE_ENDS;

// Whether a statement has no record on at least one way through it, as far as its form tells.
bool isEmpty(const Stmt *S) {
  if (!S || isa<NullStmt>(S))
    return true;
  if (const auto *Declaration = dyn_cast<DeclStmt>(S))
    return !isExecutable(Declaration);
  if (const auto *Body = dyn_cast<CompoundStmt>(S))
    return llvm::all_of(Body->body(), isEmpty);
  if (const auto *Cast = dyn_cast<CStyleCastExpr>(S)) // ((void)0)
    return Cast->getCastKind() == CK_ToVoid && isa<IntegerLiteral>(Cast->getSubExpr()->IgnoreParens());
  if (const auto *Paren = dyn_cast<ParenExpr>(S))
    return isEmpty(Paren->getSubExpr());
  return false;
}

} // namespace

void TailStatements::find(const Stmt *Body, const ASTContext &Of) {
  Context = &Of;
  Found.clear();
  Labels.clear();
  tail(Body);
}

unsigned TailStatements::leaving(const Stmt *S) const {
  if (isa<ReturnStmt>(S))
    return Always;
  if (const auto *Goto = dyn_cast<GotoStmt>(S))
    return Labels.count(Goto->getLabel()) ? Always : 0;
  return Found.lookup(S);
}

void TailStatements::tail(const Stmt *S) {
  if (const auto *Body = dyn_cast<CompoundStmt>(S))
    return compound(Body);
  if (const auto *If = dyn_cast<IfStmt>(S))
    return branch(If);
  if (const auto *While = dyn_cast<WhileStmt>(S))
    return loop(While->getCond(), While->getBody());
  if (const auto *For = dyn_cast<ForStmt>(S))
    return loop(For->getCond(), For->getBody());
  if (const auto *Do = dyn_cast<DoStmt>(S))
    return doLoop(Do);
  if (const auto *Switch = dyn_cast<SwitchStmt>(S)) {
    if (!hasDefault(Switch))
      note(S, SP_SITE_LEAVES);
    breaks(Switch->getBody());
    return tail(Switch->getBody());
  }
  if (const auto *Case = dyn_cast<SwitchCase>(S))
    return tail(Case->getSubStmt());
  if (const auto *Attributed = dyn_cast<AttributedStmt>(S))
    return tail(Attributed->getSubStmt());
  if (const auto *Label = dyn_cast<LabelStmt>(S)) {
    if (isEmpty(Label->getSubStmt()))
      Labels.insert(Label->getDecl());
    return tail(Label->getSubStmt());
  }
  if (!isJump(S))
    note(S, Always);
}

// The last statement, and what comes before it if that has no record.
void TailStatements::compound(const CompoundStmt *Body) {
  for (const Stmt *S : llvm::reverse(Body->body())) {
    tail(S);
    const auto *Label = dyn_cast<LabelStmt>(S);
    if (!isEmpty(Label ? Label->getSubStmt() : S))
      return;
  }
}

void TailStatements::branch(const IfStmt *S) {
  if (isEmpty(S->getThen()) || isEmpty(S->getElse())) {
    note(S, SP_SITE_LEAVES);
    note(S->getCond(), SP_SITE_LEAVES);
  }
  tail(S->getThen());
  if (S->getElse())
    tail(S->getElse());
}

// Control leaves it by the condition and by `break`.
void TailStatements::loop(const Expr *Condition, const Stmt *Body) {
  bool Constant = false;
  if (Condition && !Condition->EvaluateAsBooleanCondition(Constant, *Context))
    note(Condition, SP_SITE_LEAVES);
  breaks(Body);
}

void TailStatements::doLoop(const DoStmt *S) {
  if (isFalse(S->getCond(), *Context)) // it is none
    tail(S->getBody());
  loop(S->getCond(), S->getBody());
}

// Those that leave the loop or switch of which Body is the body.
void TailStatements::breaks(const Stmt *Body) {
  if (isa<BreakStmt>(Body))
    note(Body, Always);
  if (isLoopOrSwitch(Body) || isa<Expr>(Body))
    return;
  for (const Stmt *Child : Body->children())
    if (Child)
      breaks(Child);
}

} // namespace sourceprint
