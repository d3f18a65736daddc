// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "rewrite_action.h"

#include "compat.h"
#include "clang/AST/ASTConsumer.h"
#include "clang/Basic/TargetInfo.h"
#include "clang/Lex/PPCallbacks.h"
#include "clang/Lex/Preprocessor.h"

using namespace clang;

namespace sourceprint {
namespace {

// Notes the names by which files are opened.
class NameCollector : public PPCallbacks {
public:
  explicit NameCollector(FileNames &Names) : Names(Names) {}

  void InclusionDirective(SourceLocation, const Token &, StringRef, bool, CharSourceRange, compat::IncludedFile File,
                          StringRef, StringRef,
#if LLVM_VERSION_MAJOR >= 19
                          const Module *, bool,
#else
                          const Module *,
#endif
                          SrcMgr::CharacteristicKind) override {
    if (const FileEntry *Entry = compat::entryOf(File))
      Names[Entry].insert(compat::nameOf(File).str());
  }

private:
  FileNames &Names;
};

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
  Consumer(CompilerInstance &CI, TokenMap &Tokens, Inclusions &Files, const Expansions &Macros, Granularity Detail,
           RewriteResult &Result)
      : CI(CI), Tokens(Tokens), Files(Files), Macros(Macros), Detail(Detail), Result(Result) {}

  bool HandleTopLevelDecl(DeclGroupRef Group) override {
    Declared.insert(Declared.end(), Group.begin(), Group.end());
    return true;
  }

  void HandleTranslationUnit(ASTContext &Context) override {
    if (CI.getDiagnostics().hasErrorOccurred())
      return;
    if (const char *Keyword = redefinedKeyword(CI.getPreprocessor())) {
      Result.Problem = std::string("the keyword ") + Keyword + " is a macro";
      return;
    }
    Tokens.finish();
    while (!plan(Context))
      ; // each time there is one file more that is left as it is
  }

private:
  // Returns whether the plan holds: every reading of a file would have the same text.
  bool plan(ASTContext &Context) {
    SourceManager &SM = CI.getSourceManager();
    SitePlanner Plan(SM, Tokens, Macros, Files, recordForm(Context.getTargetInfo().getTriple()));
    StatementWalker Walker(Context, Plan, Detail);
    for (const Decl *D : Declared) {
      Plan.externalDeclaration(Tokens.find(D->getBeginLoc()));
      const auto *Function = dyn_cast<FunctionDecl>(D);
      if (Function && Function->isThisDeclarationADefinition() &&
          !SM.isInSystemHeader(SM.getExpansionLoc(Function->getLocation())))
        Walker.function(Function);
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
  Granularity Detail;
  RewriteResult &Result;
  std::vector<const Decl *> Declared; // outside of functions, in order
};

} // namespace

std::unique_ptr<ASTConsumer> RewriteAction::CreateASTConsumer(CompilerInstance &CI, llvm::StringRef) {
  Tokens.watch(CI.getPreprocessor());
  Files.watch(CI.getPreprocessor());
  Macros.watch(CI.getPreprocessor());
  CI.getPreprocessor().addPPCallbacks(std::make_unique<NameCollector>(Result.Names));
  return std::make_unique<Consumer>(CI, Tokens, Files, Macros, Options.Detail, Result);
}

} // namespace sourceprint
