// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "rewrite_action.h"

#include "compat.h"
#include "clang/AST/ASTConsumer.h"
#include "clang/Basic/TargetInfo.h"
#include "clang/Lex/Preprocessor.h"

using namespace clang;

namespace sourceprint {
namespace {

RecordForm recordForm(const llvm::Triple &Target) {
  bool Known = Target.getArch() == llvm::Triple::x86_64 && !Target.isX32();
  return Known ? RecordForm::X86_64 : RecordForm::PortableC;
}

const char *redefinedKeyword(Preprocessor &PP) {
  for (const char *Keyword : usedKeywords())
    if (PP.getIdentifierInfo(Keyword)->hadMacroDefinition())
      return Keyword;
  return nullptr;
}

class Consumer : public ASTConsumer {
public:
  Consumer(CompilerInstance &CI, TokenMap &Tokens, const Expansions &Macros, OffSections &Sections,
           const RewriteOptions &Options, RewriteResult &Result)
      : CI(CI), Tokens(Tokens), Macros(Macros), Sections(Sections), Options(Options), Result(Result) {}

  bool HandleTopLevelDecl(DeclGroupRef Group) override {
    Declarations.insert(Declarations.end(), Group.begin(), Group.end());
    return true;
  }

  void HandleTranslationUnit(ASTContext &Context) override {
    if (CI.getDiagnostics().hasErrorOccurred())
      return;
    if (const char *Keyword = redefinedKeyword(CI.getPreprocessor())) {
      Result.Problem = std::string("the keyword ") + Keyword + " is a macro";
      return;
    }
    SourceManager &SM = CI.getSourceManager();
    Tokens.finish();
    Sections.finish();
    llvm::erase_if(Declarations,
                   [&](const Decl *D) { return SM.isInSystemHeader(SM.getExpansionLoc(D->getLocation())); });
    std::vector<const FunctionDecl *> Functions;
    for (const Decl *D : Declarations)
      if (const auto *Function = dyn_cast<FunctionDecl>(D))
        if (Function->isThisDeclarationADefinition())
          Functions.push_back(Function);
    plan(Context, Functions);
  }

private:
  void plan(ASTContext &Context, llvm::ArrayRef<const FunctionDecl *> Functions) {
    SourceManager &SM = CI.getSourceManager();
    ForbiddenFunctions Forbidden(Declarations);
    SignalHandlers Handlers(Options.Select.Handlers, Declarations, Context);
    Handlers.warn(Functions, CI.getDiagnostics());
    Selection Select(Options.Select, SM, Sections, Forbidden, Handlers);
    SitePlanner Plan(SM, Tokens, Macros, Select, recordForm(Context.getTargetInfo().getTriple()));
    StatementWalker Walker(Context, Plan, Options.Detail);
    for (const FunctionDecl *Function : Functions)
      Walker.function(Function);
    llvm::StringRef MainFile = CI.getFrontendOpts().Inputs[0].getFile();
    Result.Names[compat::fileEntry(SM, SM.getMainFileID())].insert(MainFile.str());
    Result.Texts = Plan.finish(MainFile);
  }

  CompilerInstance &CI;
  TokenMap &Tokens;
  const Expansions &Macros;
  OffSections &Sections;
  const RewriteOptions &Options;
  RewriteResult &Result;
  std::vector<const Decl *> Declarations; // at file scope; the user's, once all are there
};

} // namespace

std::unique_ptr<ASTConsumer> RewriteAction::CreateASTConsumer(CompilerInstance &CI, llvm::StringRef) {
  Tokens.watch(CI.getPreprocessor());
  Macros.watch(CI.getPreprocessor());
  Sections.watch(CI.getPreprocessor());
  watchFileNames(CI.getPreprocessor(), Result.Names);
  return std::make_unique<Consumer>(CI, Tokens, Macros, Sections, Options, Result);
}

} // namespace sourceprint
