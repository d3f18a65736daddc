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
  Tails.find(Body, Context);
  Facts = Around = Cleanups = 0;
  sp_skip_reason Skip = Plan.selection().function(Function);
  Plan.beginFunction(Function->getName(), Open, Skip, handlerText(Function));
  if (Skip == SP_SKIP_SIGNAL_HANDLER)
    Plan.recordHandler(Begin, Open);
  if (Detail == Granularity::Function)
    Plan.recordEntry(Begin, Open);
  else
    walk(Body);
  Plan.endFunction();
}

// A jump to another function, as the optimizer makes of a call at the end, leaves nothing that could mark the return.
std::string StatementWalker::handlerText(const FunctionDecl *Function) const {
  const SignalHandlers &Handlers = Plan.selection().handlers();
  bool IsHandler = Handlers.isHandler(Function);
  if ((!IsHandler && !Handlers.mayBecomeHandler(Function)) ||
      !Plan.mayUse({"__builtin_return_address", "__builtin_frame_address"}))
    return "";
  bool HasEnd = Plan.mayUse({"__attribute__", "__unused__", "__cleanup__"}) &&
                (IsHandler || !mayTailCall(Function->getBody(), Context.getSourceManager()));
  return handlerEntry(signalParameter(Function), HasEnd);
}

void StatementWalker::walk(const CompoundStmt *Body) {
  if (Detail != Granularity::Last)
    Plan.tellFacts();
  compound(Body);
}

void StatementWalker::compound(const CompoundStmt *Body) {
  bool Cleans = cleansUp(Body);
  Cleanups += Cleans;
  Leader = true;
  for (const Stmt *S : Body->body())
    statement(S, Place::InBraces);
  if (Cleans)
    Plan.called();
  Cleanups -= Cleans;
  Leader = true;
}

void StatementWalker::inside(const CompoundStmt *Body) {
  unsigned Outer = Around, Own = Facts;
  Around = (Outer | Own) & (SP_SITE_CALLS | SP_SITE_LEAVES);
  compound(Body);
  Around = Outer;
  Facts = Own;
}

void StatementWalker::evaluated(const Stmt *S) {
  if (S && mayRecord(S, Context))
    Plan.called();
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
    record(S, Where, S->getSourceRange(), S);
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

unsigned StatementWalker::factsOf(const Stmt *S, const Stmt *Evaluated) const {
  unsigned Found = Around | Tails.leaving(S);
  if (Cleanups || (Evaluated && mayCall(Evaluated)))
    Found |= SP_SITE_CALLS;
  bool HasMore = (Found & SP_SITE_ENDS) && Evaluated && hasStatements(Evaluated);
  return HasMore ? Found & ~SP_SITE_ENDS : Found;
}

void StatementWalker::record(const Stmt *S, Place Where, SourceRange Head) { record(S, Where, Head, executedFirst(S)); }

void StatementWalker::record(const Stmt *S, Place Where, SourceRange Head, const Stmt *Evaluated) {
  unsigned Sites = Plan.sites();
  Facts = factsOf(S, Evaluated);
  if (Evaluated == S && !isa<Expr>(S) && !isJump(S) && leaves(S)) // one record for all that is inside
    Facts |= SP_SITE_LEAVES;
  Plan.setFlags(Facts);
  Plan.setTimed(mayWait(executedFirst(S), Context));
  insertRecord(S, Where, Head);
  Plan.setTimed(false);
  Plan.setFlags(0);
  if (Plan.sites() == Sites) // no record
    Plan.addToLast(Detail == Granularity::Block ? Facts : Facts & ~SP_SITE_ENDS);
}

void StatementWalker::insertRecord(const Stmt *S, Place Where, SourceRange Head) {
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
  // An operand is evaluated in the midst of its statement.
  if (Kind == SP_KIND_BRANCH)
    Plan.setFlags((Facts & ~SP_SITE_ENDS) | (mayCall(E) ? SP_SITE_CALLS : 0));
  else
    Plan.setFlags(Facts = factsOf(E, E));
  Plan.setTimed(mayWait(E, Context));
  bool Recorded = Plan.recordEvaluation(First, Last, Kind);
  Plan.setTimed(false);
  Plan.setFlags(0);
  if (!Recorded)
    Plan.addToLast(Facts & ~SP_SITE_ENDS);
  return Recorded;
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
    inside(Statements->getSubStmt());
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
