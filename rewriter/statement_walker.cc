// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "statement_walker.h"

#include "clang/AST/Attr.h"
#include "clang/AST/Expr.h"
#include "clang/AST/StmtOpenMP.h"

using namespace clang;

namespace sourceprint {
namespace {

using Index = TokenMap::Index;

// The token that ends a statement: its closing brace or its semicolon.
Index lastToken(const TokenMap &Tokens, const Stmt *S) {
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
  Index End = Tokens.find(S->getEndLoc());
  if (End == TokenMap::None || isa<CompoundStmt>(S) || isa<NullStmt>(S) || Tokens.kind(End) == tok::semi)
    return End;
  return End + 1 < Tokens.size() && Tokens.kind(End + 1) == tok::semi ? End + 1 : TokenMap::None;
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

} // namespace

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
  Plan.beginFunction(Function->getName(), Begin, Open, Plan.selection().function(Function));
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
  Leader = true;
}

void StatementWalker::statement(const Stmt *S, Place Where) {
  if (isa<NullStmt>(S) || invocation(S, Where))
    return;
  if (const auto *Compound = dyn_cast<CompoundStmt>(S))
    return compound(Compound);
  if (isa<LabelStmt>(S) || isa<SwitchCase>(S)) {
    Leader = true;
    const auto *Label = dyn_cast<LabelStmt>(S);
    return statement(Label ? Label->getSubStmt() : cast<SwitchCase>(S)->getSubStmt(), Where);
  }
  if (const auto *Attributed = dyn_cast<AttributedStmt>(S))
    return attributed(Attributed, Where);
  if (const auto *Declaration = dyn_cast<DeclStmt>(S))
    return declaration(Declaration);
  if (const auto *If = dyn_cast<IfStmt>(S))
    return ifStatement(If, Where);
  if (const auto *While = dyn_cast<WhileStmt>(S))
    return whileStatement(While, Where);
  if (const auto *Do = dyn_cast<DoStmt>(S))
    return doStatement(Do);
  if (const auto *For = dyn_cast<ForStmt>(S))
    return forStatement(For, Where);
  if (const auto *Switch = dyn_cast<SwitchStmt>(S))
    return switchStatement(Switch, Where);
  if (isa<OMPExecutableDirective>(S))
    return Plan.skipAt(S->getBeginLoc(), SP_SKIP_OPENMP);
  simple(S, Where);
}

// The body of a control statement: control comes to it, and to what follows it, from elsewhere.
void StatementWalker::body(const Stmt *S, Place Where) {
  Leader = true;
  statement(S, Where);
  Leader = true;
}

// A compound or control statement that a macro made whole is one statement to the user: the invocation.
bool StatementWalker::invocation(const Stmt *S, Place Where) {
  if (isa<Expr>(S) || isa<DeclStmt>(S) || !S->getBeginLoc().isMacroID())
    return false;
  const TokenMap &Tokens = Plan.tokens();
  Index First = Tokens.find(S->getBeginLoc());
  Index Last = Tokens.find(S->getEndLoc());
  if (First == TokenMap::None || Last == TokenMap::None || !Tokens.sameInvocation(First, Last))
    return false;
  record(S, Where, S->getSourceRange());
  return true;
}

void StatementWalker::simple(const Stmt *S, Place Where) {
  if (!isa<Expr>(S) && !isa<ReturnStmt>(S) && !isa<GotoStmt>(S) && !isa<IndirectGotoStmt>(S) && !isa<BreakStmt>(S) &&
      !isa<ContinueStmt>(S) && !isa<GCCAsmStmt>(S))
    return Plan.skipAt(S->getBeginLoc(), SP_SKIP_UNSUPPORTED);
  record(S, Where, S->getSourceRange());
  expressions(S);
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
  First = Tokens.skipLeadingAttributes(First);
  if (Tokens.kind(HeadLast) == tok::semi && HeadLast > First)
    --HeadLast;
  if (Where == Place::InBraces) {
    Plan.recordStatement(First, TokenMap::None, HeadLast, /*Braces=*/false);
    return;
  }
  if (isa<Expr>(S)) {
    Plan.recordOperand(First, HeadLast);
    return;
  }
  Index Last = lastToken(Tokens, S);
  if (Last == TokenMap::None)
    return Plan.skip(First, HeadLast, SP_SKIP_MACRO_BOUNDARY);
  Plan.recordStatement(First, Last, HeadLast, /*Braces=*/true);
}

bool StatementWalker::isConstant(const Expr *E) const {
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
}

void StatementWalker::attributed(const AttributedStmt *S, Place Where) {
  const Stmt *Sub = S->getSubStmt();
  for (const Attr *A : S->getAttrs()) {
    if (!isPragmaAttribute(A))
      continue;
    // Nothing may come between the pragma and its loop; the loop's condition and body still get records.
    if (const auto *For = dyn_cast<ForStmt>(Sub))
      body(For->getBody(), Place::Alone);
    else if (const auto *While = dyn_cast<WhileStmt>(Sub))
      body(While->getBody(), Place::Alone);
    else if (const auto *Do = dyn_cast<DoStmt>(Sub))
      body(Do->getBody(), Place::Alone);
    return Plan.skipAt(Sub->getBeginLoc(), SP_SKIP_PRAGMA);
  }
  statement(Sub, Where);
}

void StatementWalker::ifStatement(const IfStmt *S, Place Where) {
  // In a chain of `else if` the record goes into the condition: braces would nest deeper with each link.
  if (Where == Place::AloneAfterElse && !S->getInit() && !S->getConditionVariable())
    evaluation(S->getCond(), SP_KIND_STATEMENT);
  else
    record(S, Where, {S->getBeginLoc(), S->getRParenLoc()});
  expressions(S->getCond());
  body(S->getThen(), Place::Alone);
  if (S->getElse())
    body(S->getElse(), Place::AloneAfterElse);
}

void StatementWalker::whileStatement(const WhileStmt *S, Place Where) {
  if (!evaluation(S->getCond(), SP_KIND_CONDITION))
    record(S, Where, {S->getBeginLoc(), S->getRParenLoc()});
  expressions(S->getCond());
  body(S->getBody(), Place::Alone);
}

void StatementWalker::doStatement(const DoStmt *S) {
  body(S->getBody(), Place::Alone);
  evaluation(S->getCond(), SP_KIND_CONDITION);
  expressions(S->getCond());
}

void StatementWalker::forStatement(const ForStmt *S, Place Where) {
  if (S->getInit() || !S->getCond() || isConstant(S->getCond()))
    record(S, Where, {S->getBeginLoc(), S->getRParenLoc()});
  if (S->getInit())
    expressions(S->getInit());
  if (S->getCond()) {
    evaluation(S->getCond(), SP_KIND_CONDITION);
    expressions(S->getCond());
  }
  if (S->getInc()) {
    evaluation(S->getInc(), SP_KIND_STEP);
    expressions(S->getInc());
  }
  body(S->getBody(), Place::Alone);
}

void StatementWalker::switchStatement(const SwitchStmt *S, Place Where) {
  record(S, Where, {S->getBeginLoc(), S->getRParenLoc()});
  expressions(S->getCond());
  body(S->getBody(), Place::Alone);
}

// An operand that is not always evaluated. A bit-field keeps its place: behind a comma its type would be another one.
void StatementWalker::operand(const Expr *E) {
  if (Detail == Granularity::Expression && !E->IgnoreParenImpCasts()->refersToBitField())
    evaluation(E, SP_KIND_BRANCH);
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

void StatementWalker::expressions(const Stmt *S) {
  if (isa<UnaryExprOrTypeTraitExpr>(S) || isa<OffsetOfExpr>(S))
    return;
  if (const auto *Block = dyn_cast<BlockExpr>(S))
    return Plan.skipAt(Block->getBeginLoc(), SP_SKIP_BLOCK_LITERAL);
  if (const auto *Statements = dyn_cast<StmtExpr>(S))
    return compound(Statements->getSubStmt());
  if (const auto *Generic = dyn_cast<GenericSelectionExpr>(S)) {
    if (!Generic->isResultDependent())
      expressions(Generic->getResultExpr());
    return;
  }
  if (const auto *Conditional = dyn_cast<AbstractConditionalOperator>(S))
    return conditionalOperator(Conditional);
  if (const auto *Binary = dyn_cast<BinaryOperator>(S))
    if (Binary->isLogicalOp())
      return logicalOperator(Binary);
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
