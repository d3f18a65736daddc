// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Which functions and statements get records. The order in which the reasons count is that of docs/instr-cc.md.
#ifndef SOURCEPRINT_REWRITER_SELECTION_H
#define SOURCEPRINT_REWRITER_SELECTION_H

#include "driver/pattern.h"
#include "forbidden_functions.h"
#include "off_sections.h"
#include "signal_handlers.h"
#include "llvm/Support/FileSystem/UniqueID.h"
#include <list>
#include <set>

namespace sourceprint {

class Patterns {
public:
  // Returns an empty string, or what is wrong with the pattern.
  std::string add(const std::string &Word);
  bool matchAny(const char *Name) const;
  bool empty() const { return Compiled.empty(); }

private:
  std::list<std::string> Words; // patterns point into them
  std::vector<driver_pattern> Compiled;
};

struct SelectionOptions {
  Patterns IncludedFiles, ExcludedFiles, IncludedFunctions, ExcludedFunctions;
  SignalHandlerOptions Handlers;
  std::set<llvm::sys::fs::UniqueID> SharedFiles; // that may not be edited: other translation units read the same text
};

class Selection {
public:
  Selection(const SelectionOptions &Options, const clang::SourceManager &SM, const OffSections &Sections,
            const ForbiddenFunctions &Forbidden, const SignalHandlers &Handlers)
      : Options(Options), SM(SM), Sections(Sections), Forbidden(Forbidden), Handlers(Handlers) {}

  // Why a function as a whole has no records, or SP_SKIP_NONE.
  sp_skip_reason function(const clang::FunctionDecl *Function) const;
  // The same for a statement, of a function that has records, by where it stands.
  sp_skip_reason place(clang::SourceLocation Where) const;
  bool isShared(const clang::FileEntry *File) const;
  const SignalHandlers &handlers() const { return Handlers; }

private:
  struct Choice {
    bool Excluded, Included;
  };
  bool isSharedPlace(clang::SourceLocation Where) const;
  Choice file(clang::SourceLocation Where) const;

  const SelectionOptions &Options;
  const clang::SourceManager &SM;
  const OffSections &Sections;
  const ForbiddenFunctions &Forbidden;
  const SignalHandlers &Handlers;
  mutable llvm::DenseMap<const char *, Choice> Files; // by name, of which there is one copy each
};

} // namespace sourceprint

#endif
