// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Collects insertions into the files of one translation unit and applies them. Nothing is ever removed, and an
// insertion that holds newlines says behind them which line it is, so that every line of the user's keeps its number. A
// macro's invocation is replaced by the tokens of its expansion where an insertion stands between these.
#ifndef SOURCEPRINT_REWRITER_EDITOR_H
#define SOURCEPRINT_REWRITER_EDITOR_H

#include "token_map.h"
#include "clang/Basic/SourceManager.h"
#include <map>
#include <string>

namespace sourceprint {

class Editor {
public:
  Editor(const clang::SourceManager &SM, const TokenMap &Tokens) : SM(SM), Tokens(Tokens) {}

  // Opens something before what follows the point, inside all that was opened there before.
  void insertBefore(FilePoint Point, llvm::StringRef Text);
  // Closes something behind what precedes the point, before anything that was closed there earlier.
  void insertAfter(FilePoint Point, llvm::StringRef Text);

  struct FileText {
    const clang::FileEntry *Entry;
    std::string Text;
  };
  // The new text of each edited file.
  std::vector<FileText> apply() const;

private:
  struct Insertion {
    std::string Close;
    std::string Open;
  };
  using Insertions = std::map<std::pair<unsigned, unsigned>, Insertion>; // by offset and gap
  struct FileEdits {
    clang::FileID File;
    Insertions Inserted;
  };
  Insertion &at(FilePoint Point);
  unsigned expand(Insertions::const_iterator &At, const Insertions &All, std::string &Text) const;

  const clang::SourceManager &SM;
  const TokenMap &Tokens;
  std::map<const clang::FileEntry *, FileEdits> Files;
};

} // namespace sourceprint

#endif
