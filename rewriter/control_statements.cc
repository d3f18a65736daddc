// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The walk through what directs control: branches, loops, switches and jumps, and what is known of the newest record on
// each way.
#include "compat.h"
#include "statement_facts.h"
#include "statement_walker.h"

using namespace clang;

namespace sourceprint {

using Index = TokenMap::Index;

// Control comes from the switch, and from the statement before if that one does not leave.
void StatementWalker::caseLabel() {
  for (const Scope &Around : llvm::reverse(Scopes))
    if (Around.IsSwitch)
      return Plan.setFlow(join(Around.Dispatch, Plan.flow()));
  Plan.forget();
}

void StatementWalker::jump(const Stmt *S) {
  // With names, a break may be of any loop or switch.
  bool Any = compat::hasNamedLoops(Context.getLangOpts());
  bool IsOwn = false;
  for (Scope &Around : llvm::reverse(Scopes)) {
    if (IsOwn && !Any)
      break;
    Around.Breaks |= isa<BreakStmt>(S);
    Around.Continues |= isa<ContinueStmt>(S);
    IsOwn = isa<BreakStmt>(S) || !Around.IsSwitch;
  }
  Plan.setFlow(Flow::unreached());
}

void StatementWalker::passOver(const Stmt *S) {
  if (leaves(S))
    for (Scope &Around : Scopes)
      Around.Breaks = Around.Continues = true;
  Plan.forget();
}

// Nothing may come between the pragma and its loop: the record stands before the pragma's line, where it can.
void StatementWalker::pragmaLoop(const Stmt *S, Place Where) {
  Index First = Plan.tokens().find(S->getBeginLoc());
  if (!beginsWithCondition(S)) {
    if (Where != Place::InBraces || First == TokenMap::None || First == 0)
      Plan.skipAt(S->getBeginLoc(), SP_SKIP_PRAGMA);
    else if (Detail != Granularity::Block || Leader) {
      Plan.setFlags(Facts = factsOf(S, executedFirst(S)));
      Plan.recordBehind(First - 1, First, Plan.tokens().find(headEnd(S)));
      Plan.setFlags(0);
    }
  }
  parts(S);
}

// A label that `break` or `continue` may name must stay next to its loop: the record stands before the label.
bool StatementWalker::namedLoop(const LabelStmt *S, Place Where) {
  const Stmt *Sub = S->getSubStmt();
  if (!compat::hasNamedLoops(Context.getLangOpts()) || !isLoopOrSwitch(Sub))
    return false;
  if (!beginsWithCondition(Sub))
    record(S, Where, {S->getBeginLoc(), headEnd(Sub)});
  Plan.forget(); // a goto passes the record by
  parts(Sub);
  return true;
}

void StatementWalker::ifStatement(const IfStmt *S, Place Where) {
  unsigned K = Plan.sites();
  // In a chain of `else if` the record goes into the condition: braces would nest deeper with each link.
  if (Where == Place::AloneAfterElse && !S->getInit() && !S->getConditionVariable())
    evaluation(S->getCond(), SP_KIND_STATEMENT);
  else
    record(S, Where, {S->getBeginLoc(), headEnd(S)});
  expressions(S->getCond());
  evaluated(S->getCond());
  Flow Decided = Plan.flow();
  expectDecision(K, S->getThen());
  Flow Then = Plan.flow();
  Plan.setFlow(Decided);
  if (S->getElse())
    body(S->getElse(), Place::AloneAfterElse);
  Plan.setFlow(join(Then, Plan.flow()));
}

bool StatementWalker::isLeftOut(const Stmt *S) const {
  Index First = Plan.tokens().find(S->getBeginLoc());
  return First != TokenMap::None && Plan.skipping(First) != SP_SKIP_NONE;
}

// Whether the condition's record is the first that a loop needs. A `do` needs none before its body.
bool StatementWalker::beginsWithCondition(const Stmt *S) const {
  if (const auto *While = dyn_cast<WhileStmt>(S))
    return !isConstant(While->getCond());
  if (const auto *For = dyn_cast<ForStmt>(S))
    return !For->getInit() && For->getCond() && !isConstant(For->getCond());
  return isa<DoStmt>(S);
}

void StatementWalker::loopOrSwitch(const Stmt *S, Place Where) {
  bool Condition = beginsWithCondition(S);
  if (!Condition)
    record(S, Where, {S->getBeginLoc(), headEnd(S)});
  // Where the condition's record has no place, the statement has one.
  if (!parts(S) && Condition && !isa<DoStmt>(S) && !isLeftOut(S)) {
    Flow Behind = Plan.flow();
    Plan.forget();
    record(S, Where, {S->getBeginLoc(), headEnd(S)});
    Plan.setFlow(Behind);
  }
}

// What a loop or switch consists of, except its beginning. Returns whether its condition has a record.
bool StatementWalker::parts(const Stmt *S) {
  if (const auto *While = dyn_cast<WhileStmt>(S))
    return whileParts(While);
  if (const auto *Do = dyn_cast<DoStmt>(S))
    return doParts(Do);
  if (const auto *For = dyn_cast<ForStmt>(S))
    return forParts(For);
  if (const auto *Switch = dyn_cast<SwitchStmt>(S))
    switchParts(Switch);
  return false;
}

bool StatementWalker::isEndless(const Stmt *S) const {
  if (const auto *Do = dyn_cast<DoStmt>(S))
    return isConstant(Do->getCond());
  if (const auto *For = dyn_cast<ForStmt>(S))
    return !For->getCond() || isConstant(For->getCond());
  const auto *While = dyn_cast<WhileStmt>(S);
  return While && isConstant(While->getCond());
}

// Begins a loop or switch, inside which every record is this function's if that is so before it and nothing in it
// calls.
void StatementWalker::enter(const Stmt *S) {
  bool IsSwitch = isa<SwitchStmt>(S);
  Flow Dispatch = Plan.flow();
  bool Fresh = Dispatch.Fresh && !mayRecord(S, Context) && !hasEntry(S);
  Scopes.push_back({IsSwitch, Fresh, Dispatch});
  Scopes.back().Endless = isEndless(S);
  Scopes.back().Begin = Plan.sites();
  if (IsSwitch)
    Plan.setFlow(Flow::unreached());
  else
    meet();
}

// Several ways of the innermost loop or switch meet here.
void StatementWalker::meet() { Plan.setFlow(Flow::several(Scopes.back().Fresh)); }

// Ends it; Past: what is known where it is left without a break.
void StatementWalker::leave(const Flow &Past) {
  Plan.setFlow(Past);
  if (Scopes.back().Breaks)
    meet();
  Scopes.pop_back();
}

void StatementWalker::expectDecision(unsigned Begin, const Stmt *Branch) {
  unsigned First = Plan.sites();
  body(Branch, Place::Alone);
  if (First > Begin && Plan.sites() > First)
    Plan.setDecides(First - 1);
}

bool StatementWalker::whileParts(const WhileStmt *S) {
  enter(S);
  unsigned K = Plan.sites();
  bool Recorded = condition(S->getCond(), SP_KIND_CONDITION);
  Flow Decided = Plan.flow();
  expectDecision(K, S->getBody());
  leave(Decided);
  return Recorded;
}

bool StatementWalker::doParts(const DoStmt *S) {
  Flow Before = Plan.flow();
  enter(S);
  if (isFalse(S->getCond(), Context)) // `do ... while (0)` is no loop
    Plan.setFlow(Before);
  body(S->getBody(), Place::Alone);
  if (Scopes.back().Continues)
    meet();
  unsigned Begin = Scopes.back().Begin, K = Plan.sites();
  bool Recorded = condition(S->getCond(), SP_KIND_CONDITION);
  // An endless loop around it may come to the same beginning if the condition does not hold.
  bool IsOnlyWay = llvm::none_of(llvm::ArrayRef<Scope>(Scopes).drop_back(),
                                 [&](const Scope &Around) { return Around.Endless && Around.Begin == Begin; });
  if (IsOnlyWay && Plan.sites() > K)
    Plan.setRepeats(Plan.sites() - 1, Begin);
  leave(Plan.flow());
  return Recorded;
}

bool StatementWalker::forParts(const ForStmt *S) {
  if (S->getInit()) {
    expressions(S->getInit());
    evaluated(S->getInit());
  }
  enter(S);
  unsigned K = Plan.sites();
  bool Recorded = condition(S->getCond(), SP_KIND_CONDITION);
  Flow Decided = Plan.flow();
  expectDecision(K, S->getBody());
  if (Scopes.back().Continues)
    meet();
  condition(S->getInc(), SP_KIND_STEP);
  leave(Decided);
  return Recorded;
}

void StatementWalker::switchParts(const SwitchStmt *S) {
  expressions(S->getCond());
  evaluated(S->getCond());
  Flow Dispatch = Plan.flow();
  enter(S);
  body(S->getBody(), Place::Alone);
  leave(join(Plan.flow(), hasDefault(S) ? Flow::unreached() : Dispatch));
}

bool StatementWalker::condition(const Expr *E, sp_site_kind Kind) {
  if (!E)
    return false;
  bool Recorded = evaluation(E, Kind);
  expressions(E);
  evaluated(E);
  return Recorded;
}

} // namespace sourceprint
