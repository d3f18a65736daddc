// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "translation_unit.h"

#include "compat.h"
#include "invocation.h"
#include "clang/Frontend/CompilerInvocation.h"

using namespace clang;

namespace sourceprint {
namespace {

// What only the real compile may write or print.
void dropOutputs(CompilerInvocation &Invocation) {
  auto &Dependencies = Invocation.getDependencyOutputOpts();
  Dependencies.OutputFile.clear();
  Dependencies.DOTOutputFile.clear();
  Dependencies.HeaderIncludeOutputFile.clear();
  auto &Frontend = Invocation.getFrontendOpts();
  Frontend.OutputFile.clear();
  Frontend.ProgramAction = frontend::ParseSyntaxOnly;
  Frontend.ShowStats = false;
}

} // namespace

Outcome rewriteTranslationUnit(llvm::ArrayRef<const char *> Arguments, llvm::StringRef Input, bool AboutCommand,
                               const RewriteOptions &Options, RewriteResult &Result, llvm::raw_ostream &OS) {
  std::string DriverSaid;
  llvm::raw_string_ostream DriverOS(DriverSaid);
  DriverOS.enable_colors(true); // whether colours are used is the diagnostic options' decision
  CompileJob Job = findCompileJob(Arguments, Input, DriverOS);
  if (AboutCommand)
    OS << DriverOS.str();
  if (Job.UserError)
    return Outcome::UserError;
  Result.Problem = Job.Problem;
  if (!Result.Problem.empty())
    return Outcome::GaveUp;

  std::vector<const char *> Words;
  for (const std::string &Word : Job.Arguments)
    Words.push_back(Word.c_str());
  auto Invocation = std::make_shared<CompilerInvocation>();
  compat::Diagnostics Early(std::make_unique<DiagnosticOptions>(), OS);
  if (!CompilerInvocation::CreateFromArgs(*Invocation, Words, Early.engine(), Arguments[0])) {
    Result.Problem = "clang's driver made a command that clang does not take";
    return Outcome::GaveUp;
  }
  dropOutputs(*Invocation);
  auto Instance = compat::createInstance(std::move(Invocation), OS);
  RewriteAction Action(Options, Result);
  if (!Instance->ExecuteAction(Action))
    return Outcome::UserError;
  return Result.Problem.empty() ? Outcome::Rewritten : Outcome::GaveUp;
}

} // namespace sourceprint
