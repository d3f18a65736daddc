// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Walks the functions of a translation unit and decides which statement gets a record, and of which form. The editing
// itself is SitePlanner's.
#ifndef SOURCEPRINT_REWRITER_STATEMENT_WALKER_H
#define SOURCEPRINT_REWRITER_STATEMENT_WALKER_H

#include "site_planner.h"
#include "tail_statements.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/AST/Stmt.h"

namespace sourceprint {

// How much is recorded. Block: the first statement of each straight line of code. Expression: each statement, and the
// right operands of &&, || and ?: when they are evaluated.
enum class Granularity { Last, Function, Block, Statement, Expression };

class StatementWalker {
public:
  StatementWalker(clang::ASTContext &Context, SitePlanner &Plan, Granularity Detail)
      : Context(Context), Plan(Plan), Detail(Detail) {}

  // Instruments one function definition.
  void function(const clang::FunctionDecl *Function);

private:
  // Where a statement stands: between others in braces, or alone as the body of a control statement, where a record
  // needs braces of its own.
  enum class Place { InBraces, Alone, AloneAfterElse };

  std::string handlerText(const clang::FunctionDecl *Function) const;
  void walk(const clang::CompoundStmt *Body);
  void compound(const clang::CompoundStmt *Body);
  void statement(const clang::Stmt *S, Place Where);
  void body(const clang::Stmt *S, Place Where);
  bool invocation(const clang::Stmt *S, Place &Where);
  void simple(const clang::Stmt *S, Place Where);
  void declaration(const clang::DeclStmt *S);
  void attributed(const clang::AttributedStmt *S, Place Where);
  void ifStatement(const clang::IfStmt *S, Place Where);
  void loopOrSwitch(const clang::Stmt *S, Place Where);
  void pragmaLoop(const clang::Stmt *S, Place Where);
  bool namedLoop(const clang::LabelStmt *S, Place Where);
  bool isLeftOut(const clang::Stmt *S) const;
  bool beginsWithCondition(const clang::Stmt *S) const;
  bool isEndless(const clang::Stmt *S) const;
  bool parts(const clang::Stmt *S);
  bool condition(const clang::Expr *E, sp_site_kind Kind);
  // Puts a record before S; Head is the range of its text that stands for it in reports. Evaluated: what is executed of
  // it before the next record.
  void record(const clang::Stmt *S, Place Where, clang::SourceRange Head, const clang::Stmt *Evaluated);
  void record(const clang::Stmt *S, Place Where, clang::SourceRange Head);
  unsigned factsOf(const clang::Stmt *S, const clang::Stmt *Evaluated) const;
  // The statements of an expression, which belong to the statement around it.
  void inside(const clang::CompoundStmt *Body);
  void insertRecord(const clang::Stmt *S, Place Where, clang::SourceRange Head);
  // Puts a record before each evaluation of E. False if E is constant or cannot be wrapped.
  bool evaluation(const clang::Expr *E, sp_site_kind Kind);
  // Looks for statement expressions, and for operands with records, inside an expression that is evaluated.
  void expressions(const clang::Stmt *S);
  void operand(const clang::Expr *E);
  void logicalOperator(const clang::BinaryOperator *E);
  void division(const clang::BinaryOperator *E);
  void conditionalOperator(const clang::AbstractConditionalOperator *E);
  bool isConstant(const clang::Expr *E) const;

  // A loop or switch around the place where the walk is.
  struct Scope {
    bool IsSwitch;
    bool Fresh;             // Flow's, of every way inside
    Flow Dispatch;          // of a switch: as control comes to its cases
    bool Breaks = false;    // has a break,
    bool Continues = false; // or a continue, of its own
    bool Endless = false;   // a loop without a condition, whose body begins with
    unsigned Begin = 0;     // this site
  };
  // What is known behind something that was evaluated.
  void evaluated(const clang::Stmt *S);
  void caseLabel();
  void jump(const clang::Stmt *S);
  // Notes that any break and continue may be inside what the walk passes over.
  void passOver(const clang::Stmt *S);
  void enter(const clang::Stmt *S);
  void meet();
  void leave(const Flow &Past);
  // The branch that is taken if a condition holds, whose records are those from number Begin on.
  void expectDecision(unsigned Begin, const clang::Stmt *Branch);
  bool whileParts(const clang::WhileStmt *S);
  bool doParts(const clang::DoStmt *S);
  bool forParts(const clang::ForStmt *S);
  void switchParts(const clang::SwitchStmt *S);

  clang::ASTContext &Context;
  SitePlanner &Plan;
  Granularity Detail;
  llvm::SmallVector<Scope, 8> Scopes; // innermost last
  TailStatements Tails;
  unsigned Facts = 0;    // of the statement recorded last,
  unsigned Around = 0;   // and of those around it, of whose expressions it is a part
  unsigned Cleanups = 0; // scopes around the walk whose end calls functions
  bool Leader = true;    // whether control can come to the next statement from elsewhere than the one before
};

} // namespace sourceprint

#endif
