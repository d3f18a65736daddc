// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the walker asks of a statement by itself.
#ifndef SOURCEPRINT_REWRITER_STATEMENT_FACTS_H
#define SOURCEPRINT_REWRITER_STATEMENT_FACTS_H

#include "token_map.h"
#include "clang/AST/Decl.h"
#include "clang/AST/Stmt.h"

namespace sourceprint {

// The token that ends a statement: its closing brace or its semicolon.
TokenMap::Index lastToken(const TokenMap &Tokens, const clang::Stmt *S);
// The end of the text that stands for a control statement in reports.
clang::SourceLocation headEnd(const clang::Stmt *S);
// "int" and the like for the types in which integers are divided, else null.
const char *integerName(clang::QualType Type);
// return, break, continue and the kinds of goto.
bool isJump(const clang::Stmt *S);
bool isLoopOrSwitch(const clang::Stmt *S);
// Whether the attribute is a pragma's, which must stay next to its loop.
bool isPragmaAttribute(const clang::Attr *A);
// Whether a declaration has something to do at run time.
bool isExecutable(const clang::DeclStmt *S);
// Whether a function is called where the scope of one of these statements ends.
bool cleansUp(const clang::CompoundStmt *Body);
// Whether evaluating it may run code that makes records, in other functions or in statements inside.
bool mayRecord(const clang::Stmt *S, const clang::ASTContext &Context);
// Whether evaluating it may call a function of the program, also one that is handed to a library. What the compiler
// knows of the C library calls none, unless it never returns, as exit() does.
bool mayCall(const clang::Stmt *S);
// Whether there are statements inside its expressions.
bool hasStatements(const clang::Stmt *S);
// What is executed of a statement before another record: of a control statement its first expression, or nothing.
const clang::Stmt *executedFirst(const clang::Stmt *S);
// Whether evaluating it calls what the system provides and what may make the thread wait. S may be null.
bool mayWait(const clang::Stmt *S, const clang::ASTContext &Context);
// Whether it has a jump or a label inside, so that control may come or go in the middle.
bool leaves(const clang::Stmt *S);
// Whether control may come into the middle of it, by a label or by a case of a switch around it.
bool hasEntry(const clang::Stmt *S);
// Whether a controlling expression is always 0.
bool isFalse(const clang::Expr *E, const clang::ASTContext &Context);
bool hasDefault(const clang::SwitchStmt *S);

} // namespace sourceprint

#endif
