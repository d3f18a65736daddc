// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The frontend action: parses the translation unit as the compiler would, with all its diagnostics, and plans the
// insertions.
#ifndef SOURCEPRINT_REWRITER_REWRITE_ACTION_H
#define SOURCEPRINT_REWRITER_REWRITE_ACTION_H

#include "expansions.h"
#include "inclusions.h"
#include "overlay.h"
#include "read_files.h"
#include "statement_walker.h"
#include "token_map.h"
#include "clang/Frontend/FrontendAction.h"

namespace sourceprint {

// What the user chose.
struct RewriteOptions {
  Granularity Detail = Granularity::Statement;
  MacroRecords Macros = MacroRecords::Expansion;
  SelectionOptions Select;
};

// What the action leaves behind.
struct RewriteResult {
  std::vector<Editor::FileText> Texts;
  FileNames Names;
  ReadFiles Files;
  bool Cacheable = true;                   // the texts depend on nothing but the command and Files
  std::string CoverageNotes, CoverageData; // the files of --coverage, as the whole command names them
  std::string Problem; // why nothing was rewritten although the source is correct; empty if all went well
};

class RewriteAction : public clang::ASTFrontendAction {
public:
  RewriteAction(const RewriteOptions &Options, RewriteResult &Result)
      : Options(Options), Result(Result), Macros(Tokens, Files, Options.Macros) {}

protected:
  std::unique_ptr<clang::ASTConsumer> CreateASTConsumer(clang::CompilerInstance &CI, llvm::StringRef File) override;

private:
  const RewriteOptions &Options;
  RewriteResult &Result;
  TokenMap Tokens;
  Inclusions Files;
  Expansions Macros;
  OffSections Sections;
};

} // namespace sourceprint

#endif
