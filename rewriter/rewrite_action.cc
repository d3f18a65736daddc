// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "rewrite_action.h"

#include "compat.h"
#include "clang/AST/ASTConsumer.h"
#include "clang/Basic/CodeGenOptions.h"
#include "clang/Basic/TargetInfo.h"
#include "clang/Lex/Preprocessor.h"

using namespace clang;

namespace sourceprint {
namespace {

// Whether something of clang's own would put code into each function, ours too, which has no place for it; or place
// data where our instructions do not reach it.
bool changesEachFunction(const CodeGenOptions &Code) {
  bool Profiled = Code.hasProfileClangInstr() || Code.hasProfileIRInstr();
  return Profiled || Code.SanitizeCoverageType != 0 || Code.EmulatedTLS || Code.XRayInstrumentFunctions ||
         (!Code.CodeModel.empty() && Code.CodeModel != "default" && Code.CodeModel != "small");
}

// Whether something looks at each branch and store of C: gcov's counts would have ours among them.
bool looksAtStatements(const CompilerInstance &CI) {
  return !CI.getLangOpts().Sanitize.empty() || compat::countsForGcov(CI.getCodeGenOpts());
}

RecordForm recordForm(const CompilerInstance &CI) {
  const llvm::Triple &Target = CI.getTarget().getTriple();
  const CodeGenOptions &Code = CI.getCodeGenOpts();
  if (Target.getArch() != llvm::Triple::x86_64 || Target.isX32())
    return RecordForm::PortableC;
  if (Code.OptimizationLevel != 0 || changesEachFunction(Code))
    return RecordForm::InlineX86_64;
  return looksAtStatements(CI) ? RecordForm::AllCallsX86_64 : RecordForm::CallX86_64;
}

class Consumer : public ASTConsumer {
public:
  Consumer(CompilerInstance &CI, TokenMap &Tokens, Inclusions &Files, const Expansions &Macros, OffSections &Sections,
           const RewriteOptions &Options, RewriteResult &Result)
      : CI(CI), Tokens(Tokens), Files(Files), Macros(Macros), Sections(Sections), Options(Options), Result(Result) {}

  bool HandleTopLevelDecl(DeclGroupRef Group) override {
    Declared.insert(Declared.end(), Group.begin(), Group.end());
    return true;
  }

  void HandleTranslationUnit(ASTContext &Context) override {
    if (CI.getDiagnostics().hasErrorOccurred())
      return;
    Tokens.finish();
    Sections.finish();
    SourceManager &SM = CI.getSourceManager();
    for (const Decl *D : Declared)
      if (!SM.isInSystemHeader(SM.getExpansionLoc(D->getLocation())))
        Users.push_back(D);
    for (const Decl *D : Users)
      if (const auto *Function = dyn_cast<FunctionDecl>(D))
        if (Function->isThisDeclarationADefinition())
          Functions.push_back(Function);
    ForbiddenFunctions Forbidden(Users);
    SignalHandlers Handlers(Options.Select.Handlers, Users, Context);
    Handlers.warn(Functions, CI.getDiagnostics());
    Selection Select(Options.Select, SM, Sections, Forbidden, Handlers);
    while (!plan(Context, Select))
      ; // each time there is one file more that is left as it is
  }

private:
  // Returns whether the plan holds: every reading of a file would have the same text.
  bool plan(ASTContext &Context, const Selection &Select) {
    SourceManager &SM = CI.getSourceManager();
    RecordForm Form = recordForm(CI);
    SitePlanner Plan(SM, Tokens, Macros, Files, Select, RecordedNames(CI.getCodeGenOpts()), Form,
                     Options.Detail == Granularity::Last);
    if (CI.getLangOpts().Sanitize.has(SanitizerKind::IntegerDivideByZero))
      Plan.leaveDivisions();
    StatementWalker Walker(Context, Plan, Options.Detail);
    auto Next = Functions.begin();
    for (const Decl *D : Declared) {
      Plan.externalDeclaration(Tokens.find(D->getBeginLoc()));
      if (Next != Functions.end() && *Next == D)
        Walker.function(*Next++);
    }
    std::vector<FileID> Unequal = Plan.unequalFiles();
    for (FileID File : Unequal)
      Files.leave(File);
    if (!Unequal.empty())
      return false;
    llvm::StringRef MainFile = CI.getFrontendOpts().Inputs[0].getFile();
    Result.Names[compat::fileEntry(SM, SM.getMainFileID())].insert(MainFile.str());
    Result.Texts = Plan.finish(MainFile);
    return true;
  }

  CompilerInstance &CI;
  TokenMap &Tokens;
  Inclusions &Files;
  const Expansions &Macros;
  OffSections &Sections;
  const RewriteOptions &Options;
  RewriteResult &Result;
  std::vector<const Decl *> Declared;          // outside of functions, in order
  std::vector<const Decl *> Users;             // those outside of system headers
  std::vector<const FunctionDecl *> Functions; // of these, the definitions
};

} // namespace

std::unique_ptr<ASTConsumer> RewriteAction::CreateASTConsumer(CompilerInstance &CI, llvm::StringRef) {
  Tokens.watch(CI.getPreprocessor());
  Files.watch(CI.getPreprocessor());
  Macros.watch(CI.getPreprocessor());
  Sections.watch(CI.getPreprocessor());
  watchFileNames(CI.getPreprocessor(), Result.Names);
  watchTimeMacros(CI.getPreprocessor(), Result.Cacheable);
  // What modules were made of is not seen here.
  Result.Cacheable &= !CI.getLangOpts().Modules;
  return std::make_unique<Consumer>(CI, Tokens, Files, Macros, Sections, Options, Result);
}

} // namespace sourceprint
