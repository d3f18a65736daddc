// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "forbidden_functions.h"

#include "compat.h"
#include "visit_statements.h"
#include "clang/AST/Expr.h"
#include "llvm/ADT/StringSet.h"

using namespace clang;

namespace sourceprint {
namespace {

// The name that an ifunc attribute knows a function by.
llvm::StringRef linkName(const FunctionDecl *Function) {
  const auto *Label = Function->getAttr<AsmLabelAttr>();
  return Label ? Label->getLabel() : Function->getName();
}

sp_skip_reason attributeReason(const FunctionDecl *Function) {
  if (Function->hasAttr<NakedAttr>() || Function->hasAttr<NoInstrumentFunctionAttr>() ||
      Function->hasAttr<AnyX86InterruptAttr>() || Function->hasAttr<ARMInterruptAttr>() ||
      Function->hasAttr<RISCVInterruptAttr>() || Function->hasAttr<AnyX86NoCallerSavedRegistersAttr>())
    return SP_SKIP_FUNCTION_ATTRIBUTE;
  if (const auto *Section = Function->getAttr<SectionAttr>())
    if (Section->getName().contains("noinstr"))
      return SP_SKIP_FUNCTION_ATTRIBUTE;
  // Our inlined helpers need what the translation unit's own target flags give.
  if (const auto *Target = Function->getAttr<TargetAttr>())
    if (Target->getFeaturesStr().contains("no-") || Target->getFeaturesStr().contains("arch=") ||
        Target->getFeaturesStr().contains("general-regs-only"))
      return SP_SKIP_FUNCTION_ATTRIBUTE;
  if (const auto *Constructor = Function->getAttr<ConstructorAttr>())
    if (compat::constructorPriority(*Constructor, Function->getASTContext()) <= 100)
      return SP_SKIP_FUNCTION_EARLY;
  return SP_SKIP_NONE;
}

} // namespace

ForbiddenFunctions::ForbiddenFunctions(llvm::ArrayRef<const Decl *> Declarations) {
  llvm::StringSet<> Names;
  for (const Decl *D : Declarations)
    if (const auto *Ifunc = D->getAttr<IFuncAttr>())
      Names.insert(Ifunc->getResolver());
  if (Names.empty())
    return;
  llvm::SmallVector<const FunctionDecl *, 8> Pending;
  auto Add = [&](const FunctionDecl *Function) {
    if (Resolving.insert(Function->getCanonicalDecl()).second)
      Pending.push_back(Function);
  };
  for (const Decl *D : Declarations)
    if (const auto *Function = dyn_cast<FunctionDecl>(D))
      if (Names.count(linkName(Function)))
        Add(Function);
  while (!Pending.empty())
    visitStatements(Pending.pop_back_val()->getBody(), [&](const Stmt *S) {
      if (const auto *Call = dyn_cast<CallExpr>(S))
        if (const FunctionDecl *Callee = Call->getDirectCallee())
          Add(Callee);
    });
}

sp_skip_reason ForbiddenFunctions::reason(const FunctionDecl *Function) const {
  sp_skip_reason Reason = attributeReason(Function);
  if (Reason == SP_SKIP_NONE && Resolving.count(Function->getCanonicalDecl()))
    return SP_SKIP_IFUNC_RESOLVER;
  return Reason;
}

} // namespace sourceprint
