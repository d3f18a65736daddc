// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Collects insertions into the files of one translation unit and applies them. Nothing is ever removed or replaced, and
// no insertion holds a newline, so that every line of the user's keeps its number.
#ifndef SOURCEPRINT_REWRITER_EDITOR_H
#define SOURCEPRINT_REWRITER_EDITOR_H

#include "token_map.h"
#include "clang/Basic/SourceManager.h"
#include <map>
#include <string>

namespace sourceprint {

class Editor {
public:
  explicit Editor(const clang::SourceManager &SM) : SM(SM) {}

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
  struct FileEdits {
    clang::FileID File;
    std::map<unsigned, Insertion> Insertions; // by offset
  };
  FileEdits &edits(clang::FileID File);

  const clang::SourceManager &SM;
  std::map<const clang::FileEntry *, FileEdits> Files;
};

} // namespace sourceprint

#endif
