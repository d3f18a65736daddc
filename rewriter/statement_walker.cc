// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "statement_walker.h"
#include "compat.h"
#include "statement_facts.h"

#include "clang/AST/Expr.h"
#include "clang/AST/StmtOpenMP.h"

using namespace clang;

namespace sourceprint {

using Index = TokenMap::Index;

void StatementWalker::function(const FunctionDecl *Function) {
  const TokenMap &Tokens = Plan.tokens();
  const auto *Body = dyn_cast_or_null<CompoundStmt>(Function->getBody());
  if (!Body)
    return;
  Index Begin = Tokens.find(Function->getOuterLocStart());
  Index Open = Tokens.find(Body->getLBracLoc());
  if (Begin == TokenMap::None || Open == TokenMap::None)
    return Plan.skipAt(Function->getLocation(), SP_SKIP_UNSUPPORTED);
  // Local labels must be declared before anything else in their block.
  for (const Stmt *S : Body->body()) {
    const auto *Declaration = dyn_cast<DeclStmt>(S);
    if (!Declaration || !isa<LabelDecl>(*Declaration->decl_begin()))
      break;
    Index End = lastToken(Tokens, S);
    if (End != TokenMap::None)
      Open = End;
  }
  Scopes.clear();
  Plan.beginFunction(Function->getName(), Open, Plan.selection().function(Function));
  if (Detail == Granularity::Function)
    Plan.recordEntry(Begin, Open);
  else
    compound(Body);
  Plan.endFunction();
}

void StatementWalker::compound(const CompoundStmt *Body) {
  Leader = true;
  for (const Stmt *S : Body->body())
    statement(S, Place::InBraces);
  if (cleansUp(Body))
    Plan.forget();
  Leader = true;
}

void StatementWalker::evaluated(const Stmt *S) {
  if (S && mayRecord(S, Context))
    Plan.forget();
}

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

void StatementWalker::statement(const Stmt *S, Place Where) {
  if (isa<NullStmt>(S) || invocation(S, Where))
    return;
  // `((void)0);` is what asserts leave: nothing is executed.
  if (const auto *E = dyn_cast<Expr>(S))
    if (isConstant(E))
      return;
  if (const auto *Compound = dyn_cast<CompoundStmt>(S))
    return compound(Compound);
  if (const auto *Label = dyn_cast<LabelStmt>(S)) {
    Leader = true;
    Plan.forget();
    if (!namedLoop(Label, Where))
      statement(Label->getSubStmt(), Where);
    return;
  }
  if (const auto *Case = dyn_cast<SwitchCase>(S)) {
    Leader = true;
    caseLabel();
    return statement(Case->getSubStmt(), Where);
  }
  if (const auto *Attributed = dyn_cast<AttributedStmt>(S))
    return attributed(Attributed, Where);
  if (const auto *Declaration = dyn_cast<DeclStmt>(S))
    return declaration(Declaration);
  if (const auto *If = dyn_cast<IfStmt>(S))
    return ifStatement(If, Where);
  if (isLoopOrSwitch(S))
    return loopOrSwitch(S, Where);
  if (const Stmt *Deferred = compat::deferred(S)) {
    Plan.forget();
    body(Deferred, Place::Alone);
    return Plan.forget();
  }
  if (isa<OMPExecutableDirective>(S)) {
    passOver(S);
    return Plan.skipAt(S->getBeginLoc(), SP_SKIP_OPENMP);
  }
  simple(S, Where);
}

// The body of a control statement: control comes to it, and to what follows it, from elsewhere.
void StatementWalker::body(const Stmt *S, Place Where) {
  Leader = true;
  statement(S, Where);
  Leader = true;
}

// A compound or control statement that a macro made whole: its invocation gets a record. Returns whether that is all;
// otherwise the statements inside follow, and Where is their place.
bool StatementWalker::invocation(const Stmt *S, Place &Where) {
  // A record in front of a label would not be met by the jump to it.
  if (isa<Expr>(S) || isa<DeclStmt>(S) || isa<LabelStmt>(S) || isa<SwitchCase>(S) || !S->getBeginLoc().isMacroID())
    return false;
  const TokenMap &Tokens = Plan.tokens();
  Index First = Tokens.find(S->getBeginLoc());
  Index Last = Tokens.find(S->getEndLoc());
  if (First == TokenMap::None || Last == TokenMap::None || !Tokens.sameInvocation(First, Last))
    return false;
  if (Plan.macroProblem(First) != SP_SKIP_NONE) {
    record(S, Where, S->getSourceRange());
    if (isJump(S)) {
      jump(S);
    } else {
      passOver(S);
      Plan.keepInvocation(First, Last);
    }
    return true;
  }
  Index End = lastToken(Tokens, S);
  if (Plan.wantsInvocation(First) && End != TokenMap::None) {
    Plan.recordInvocation(First, Last, End, Where != Place::InBraces);
    Where = Place::InBraces;
  }
  return false;
}

void StatementWalker::simple(const Stmt *S, Place Where) {
  if (!isa<Expr>(S) && !isJump(S) && !isa<GCCAsmStmt>(S)) {
    passOver(S);
    return Plan.skipAt(S->getBeginLoc(), SP_SKIP_UNSUPPORTED);
  }
  record(S, Where, S->getSourceRange());
  expressions(S);
  if (isJump(S))
    jump(S);
  else
    evaluated(S);
}

void StatementWalker::record(const Stmt *S, Place Where, SourceRange Head) {
  bool Follower = !Leader && Where == Place::InBraces;
  Leader = false;
  if (Detail == Granularity::Block && Follower)
    return;
  const TokenMap &Tokens = Plan.tokens();
  Index First = Tokens.find(S->getBeginLoc());
  Index HeadLast = Tokens.find(Head.getEnd());
  if (First == TokenMap::None || HeadLast == TokenMap::None)
    return Plan.skipAt(S->getBeginLoc(), SP_SKIP_UNSUPPORTED);
  // In front of the left operand of a comma there can be no attribute.
  if (Where == Place::InBraces || !isa<Expr>(S))
    First = Tokens.skipLeadingAttributes(First);
  if (Tokens.kind(HeadLast) == tok::semi && HeadLast > First)
    --HeadLast;
  if (Where == Place::InBraces) {
    Plan.recordStatement(First, TokenMap::None, HeadLast, /*Braces=*/false);
    return;
  }
  if (isa<Expr>(S)) {
    Plan.recordExpression(First, HeadLast);
    return;
  }
  Index Last = lastToken(Tokens, S);
  if (Last == TokenMap::None)
    return Plan.skip(First, HeadLast, SP_SKIP_MACRO_BOUNDARY);
  Plan.recordStatement(First, Last, HeadLast, /*Braces=*/true);
}

bool StatementWalker::isConstant(const Expr *E) const {
  if (const auto *Cast = dyn_cast<CStyleCastExpr>(E->IgnoreParens()))
    if (Cast->getCastKind() == CK_ToVoid) // the evaluator has no value for it
      return isConstant(Cast->getSubExpr());
  Expr::EvalResult Result;
  return !E->isValueDependent() && E->EvaluateAsRValue(Result, Context) && !Result.HasSideEffects;
}

bool StatementWalker::evaluation(const Expr *E, sp_site_kind Kind) {
  if (!E || isConstant(E))
    return false;
  const TokenMap &Tokens = Plan.tokens();
  Index First = Tokens.find(E->getBeginLoc());
  Index Last = Tokens.find(E->getEndLoc());
  if (First == TokenMap::None || Last == TokenMap::None) {
    Plan.skipAt(E->getBeginLoc(), SP_SKIP_UNSUPPORTED);
    return false;
  }
  return Plan.recordEvaluation(First, Last, Kind);
}

void StatementWalker::declaration(const DeclStmt *S) {
  if (!isExecutable(S))
    return;
  record(S, Place::InBraces, S->getSourceRange());
  for (const Decl *D : S->decls())
    if (const auto *Variable = dyn_cast<VarDecl>(D))
      if (Variable->hasLocalStorage() && Variable->getInit())
        expressions(Variable->getInit());
  evaluated(S);
}

void StatementWalker::attributed(const AttributedStmt *S, Place Where) {
  const Stmt *Sub = S->getSubStmt();
  for (const Attr *A : S->getAttrs())
    if (isPragmaAttribute(A))
      return pragmaLoop(Sub, Where);
  statement(Sub, Where);
}

// Nothing may come between the pragma and its loop: the record stands before the pragma's line, where it can.
void StatementWalker::pragmaLoop(const Stmt *S, Place Where) {
  Index First = Plan.tokens().find(S->getBeginLoc());
  if (!beginsWithCondition(S)) {
    if (Where != Place::InBraces || First == TokenMap::None || First == 0)
      Plan.skipAt(S->getBeginLoc(), SP_SKIP_PRAGMA);
    else if (Detail != Granularity::Block || Leader)
      Plan.recordBehind(First - 1, First, Plan.tokens().find(headEnd(S)));
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
  // In a chain of `else if` the record goes into the condition: braces would nest deeper with each link.
  if (Where == Place::AloneAfterElse && !S->getInit() && !S->getConditionVariable())
    evaluation(S->getCond(), SP_KIND_STATEMENT);
  else
    record(S, Where, {S->getBeginLoc(), headEnd(S)});
  expressions(S->getCond());
  evaluated(S->getCond());
  Flow Decided = Plan.flow();
  body(S->getThen(), Place::Alone);
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

// Begins a loop or switch, inside which every record is this function's if that is so before it and nothing in it
// calls.
void StatementWalker::enter(const Stmt *S) {
  bool IsSwitch = isa<SwitchStmt>(S);
  Flow Dispatch = Plan.flow();
  bool Fresh = Dispatch.Fresh && !mayRecord(S, Context) && !hasEntry(S);
  Scopes.push_back({IsSwitch, Fresh, Dispatch});
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

bool StatementWalker::whileParts(const WhileStmt *S) {
  enter(S);
  bool Recorded = condition(S->getCond(), SP_KIND_CONDITION);
  Flow Decided = Plan.flow();
  body(S->getBody(), Place::Alone);
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
  bool Recorded = condition(S->getCond(), SP_KIND_CONDITION);
  leave(Plan.flow());
  return Recorded;
}

bool StatementWalker::forParts(const ForStmt *S) {
  if (S->getInit()) {
    expressions(S->getInit());
    evaluated(S->getInit());
  }
  enter(S);
  bool Recorded = condition(S->getCond(), SP_KIND_CONDITION);
  Flow Decided = Plan.flow();
  body(S->getBody(), Place::Alone);
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

// An operand that is not always evaluated. A bit-field keeps its place: behind a comma its type would be another one.
void StatementWalker::operand(const Expr *E) {
  if (Detail == Granularity::Expression && !E->IgnoreParenImpCasts()->refersToBitField()) {
    Plan.forget();
    evaluation(E, SP_KIND_BRANCH);
    Plan.forget();
  }
  expressions(E);
}

void StatementWalker::logicalOperator(const BinaryOperator *E) {
  if (isConstant(E))
    return;
  expressions(E->getLHS());
  operand(E->getRHS());
}

void StatementWalker::conditionalOperator(const AbstractConditionalOperator *E) {
  if (isConstant(E))
    return;
  if (const auto *Binary = dyn_cast<BinaryConditionalOperator>(E)) { // a ?: b
    expressions(Binary->getCommon());
    return operand(Binary->getFalseExpr());
  }
  expressions(E->getCond());
  operand(E->getTrueExpr());
  operand(E->getFalseExpr());
}

// A division faults like a load, but is no access to memory: what holds loads and stores behind the record does not
// hold it. Its divisor and its result are tied to their place.
void StatementWalker::division(const BinaryOperator *E) {
  bool Divides = E->getOpcode() == BO_Div || E->getOpcode() == BO_Rem || E->getOpcode() == BO_DivAssign ||
                 E->getOpcode() == BO_RemAssign;
  const char *Divisor = Divides ? integerName(E->getRHS()->getType()) : nullptr;
  const char *Result = integerName(E->getType());
  if (!Divisor || !Result || isConstant(E->getRHS()))
    return;
  const TokenMap &Tokens = Plan.tokens();
  Plan.tie(Tokens.find(E->getBeginLoc()), Tokens.find(E->getEndLoc()), tiedResult(Result));
  Plan.tie(Tokens.find(E->getRHS()->getBeginLoc()), Tokens.find(E->getRHS()->getEndLoc()), tiedOperand(Divisor));
}

void StatementWalker::expressions(const Stmt *S) {
  if (isa<UnaryExprOrTypeTraitExpr>(S) || isa<OffsetOfExpr>(S))
    return;
  if (const auto *Block = dyn_cast<BlockExpr>(S))
    return Plan.skipAt(Block->getBeginLoc(), SP_SKIP_BLOCK_LITERAL);
  if (const auto *Statements = dyn_cast<StmtExpr>(S)) {
    Plan.forget();
    compound(Statements->getSubStmt());
    return Plan.forget();
  }
  if (const auto *Generic = dyn_cast<GenericSelectionExpr>(S)) {
    if (!Generic->isResultDependent())
      expressions(Generic->getResultExpr());
    return;
  }
  if (const auto *Conditional = dyn_cast<AbstractConditionalOperator>(S))
    return conditionalOperator(Conditional);
  if (const auto *Binary = dyn_cast<BinaryOperator>(S)) {
    if (Binary->isLogicalOp())
      return logicalOperator(Binary);
    division(Binary);
  }
  if (const auto *Choose = dyn_cast<ChooseExpr>(S))
    return expressions(Choose->getChosenSubExpr());
  if (const auto *Call = dyn_cast<CallExpr>(S))
    if (Call->getBuiltinCallee() && isConstant(Call))
      return;
  if (const auto *Declaration = dyn_cast<DeclStmt>(S)) {
    for (const Decl *D : Declaration->decls())
      if (const auto *Variable = dyn_cast<VarDecl>(D))
        if (Variable->getInit())
          expressions(Variable->getInit());
    return;
  }
  for (const Stmt *Child : S->children())
    if (Child)
      expressions(Child);
}

} // namespace sourceprint
