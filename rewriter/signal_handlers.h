// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Which functions of a translation unit are signal handlers: by an annotation, or because the code registers them; and
// which others may become one in a way that is not seen here.
#ifndef SOURCEPRINT_REWRITER_SIGNAL_HANDLERS_H
#define SOURCEPRINT_REWRITER_SIGNAL_HANDLERS_H

#include "clang/AST/Decl.h"
#include "clang/AST/Stmt.h"
#include "clang/Basic/Diagnostic.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"
#include <string>
#include <vector>

namespace sourceprint {

// What becomes of signal handlers. Record and Warn print a warning at each.
enum class SignalHandlerMode { Skip, Record, Warn };

struct SignalHandlerOptions {
  SignalHandlerMode Mode = SignalHandlerMode::Skip;
  std::vector<std::string> Annotations; // more strings that mark one in __attribute__((annotate("...")))
};

class SignalHandlers {
public:
  // Declarations: all of the translation unit at file scope that are the user's.
  SignalHandlers(const SignalHandlerOptions &Options, llvm::ArrayRef<const clang::Decl *> Declarations,
                 const clang::ASTContext &Context);

  bool isHandler(const clang::FunctionDecl *Function) const { return Handlers.count(Function->getCanonicalDecl()); }
  // Whether it has a handler's type, and its address may be known to what installs handlers.
  bool mayBecomeHandler(const clang::FunctionDecl *Function) const;
  // Prints a warning at each handler that is defined here, in the order of Functions, as Options ask.
  void warn(llvm::ArrayRef<const clang::FunctionDecl *> Functions, clang::DiagnosticsEngine &Diagnostics) const;

private:
  const SignalHandlerOptions &Options;
  // The canonical declaration, and where it is registered if it is by code.
  llvm::DenseMap<const clang::FunctionDecl *, clang::SourceLocation> Handlers;
  // Static functions of a handler's type whose address is taken; canonical declarations.
  llvm::DenseSet<const clang::FunctionDecl *> Addressed;
};

// The name of the parameter that has the signal's number, or "".
llvm::StringRef signalParameter(const clang::FunctionDecl *Handler);
// Whether a call of the program's own may be the last that the body does: the optimizer makes a jump of it, unless
// something is to be done behind.
bool mayTailCall(const clang::Stmt *Body, const clang::SourceManager &SM);

} // namespace sourceprint

#endif
