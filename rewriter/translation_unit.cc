// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "translation_unit.h"

#include "compat.h"
#include "invocation.h"
#include "clang/Frontend/CompilerInvocation.h"
#include "clang/Frontend/FrontendActions.h"

using namespace clang;

namespace sourceprint {
namespace {

// What only the real compile may write or print.
void dropOutputs(CompilerInvocation &Invocation) {
  auto &Dependencies = Invocation.getDependencyOutputOpts();
  Dependencies.OutputFile.clear();
  Dependencies.DOTOutputFile.clear();
  Dependencies.HeaderIncludeOutputFile.clear();
  Dependencies.ShowHeaderIncludes = false;
  Invocation.getDiagnosticOpts().DiagnosticSerializationFile.clear();
  auto &Frontend = Invocation.getFrontendOpts();
  Frontend.OutputFile.clear();
  Frontend.ProgramAction = frontend::ParseSyntaxOnly;
  Frontend.ShowStats = false;
}

// A compiler instance for one source of a command, or null: then Problem is set, or clang has found an error.
std::unique_ptr<CompilerInstance> prepare(llvm::ArrayRef<const char *> Arguments, llvm::StringRef Input,
                                          bool AboutCommand, ReadFiles &Files, std::string &Problem,
                                          llvm::raw_ostream &OS) {
  std::string DriverSaid;
  llvm::raw_string_ostream DriverOS(DriverSaid);
  DriverOS.enable_colors(true); // whether colours are used is the diagnostic options' decision
  CompileJob Job = findCompileJob(Arguments, Input, DriverOS);
  if (AboutCommand)
    OS << DriverOS.str();
  Problem = Job.Problem;
  if (Job.UserError || !Problem.empty())
    return nullptr;

  std::vector<const char *> Words;
  for (const std::string &Word : Job.Arguments)
    Words.push_back(Word.c_str());
  auto Invocation = std::make_shared<CompilerInvocation>();
  compat::Diagnostics Early(std::make_unique<DiagnosticOptions>(), OS);
  // The driver hands on words that it does not look at.
  if (!CompilerInvocation::CreateFromArgs(*Invocation, Words, Early.engine(), Arguments[0]))
    return nullptr;
  if (Invocation->getFrontendOpts().Inputs[0].getKind().getLanguage() != Language::C) {
    Problem = "it is not C";
    return nullptr;
  }
  dropOutputs(*Invocation);
  return compat::createInstance(std::move(Invocation), Files.watch(llvm::vfs::getRealFileSystem()), OS);
}

class SurveyAction : public PreprocessOnlyAction {
public:
  explicit SurveyAction(FileNames &Names) : Names(Names) {}

protected:
  bool BeginSourceFileAction(CompilerInstance &CI) override {
    watchFileNames(CI.getPreprocessor(), Names);
    return PreprocessOnlyAction::BeginSourceFileAction(CI);
  }

private:
  FileNames &Names;
};

} // namespace

Outcome rewriteTranslationUnit(llvm::ArrayRef<const char *> Arguments, llvm::StringRef Input, bool AboutCommand,
                               const RewriteOptions &Options, RewriteResult &Result, llvm::raw_ostream &OS) {
  std::unique_ptr<CompilerInstance> Instance =
      prepare(Arguments, Input, AboutCommand, Result.Files, Result.Problem, OS);
  if (!Instance)
    return Result.Problem.empty() ? Outcome::UserError : Outcome::GaveUp;
  Result.CoverageNotes = Instance->getCodeGenOpts().CoverageNotesFile;
  Result.CoverageData = Instance->getCodeGenOpts().CoverageDataFile;
  RewriteAction Action(Options, Result);
  if (!Instance->ExecuteAction(Action))
    return Outcome::UserError;
  return Result.Problem.empty() ? Outcome::Rewritten : Outcome::GaveUp;
}

std::set<std::string> includedFiles(llvm::ArrayRef<const char *> Arguments, llvm::StringRef Input) {
  std::set<std::string> Result;
  std::string Problem;
  ReadFiles Ignored;
  std::unique_ptr<CompilerInstance> Instance = prepare(Arguments, Input, false, Ignored, Problem, llvm::nulls());
  if (!Instance)
    return Result;
  FileNames Names;
  SurveyAction Action(Names);
  Instance->ExecuteAction(Action);
  for (const auto &File : Names)
    Result.insert(File.second.begin(), File.second.end());
  return Result;
}

} // namespace sourceprint
