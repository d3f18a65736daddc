// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Which files are read more than once, and what of them is compiled each time. All readings get one text.
#ifndef SOURCEPRINT_REWRITER_INCLUSIONS_H
#define SOURCEPRINT_REWRITER_INCLUSIONS_H

#include "clang/Lex/Preprocessor.h"
#include <map>
#include <set>
#include <string>
#include <vector>

namespace sourceprint {

class Inclusions {
public:
  // Notes what is left out by #if; call before the main file is entered.
  void watch(clang::Preprocessor &PP);

  // All readings of the file that one of them is of.
  const std::vector<clang::FileID> &readings(clang::FileID File) const;
  // Whether the file was read once only, so that what is put into it is seen once.
  bool isReadOnce(clang::FileID File) const { return readings(File).size() == 1; }
  // Leaves all readings of a file as they are, because they would need different text.
  void leave(clang::FileID File) { Left.insert(readings(File).begin(), readings(File).end()); }
  bool isLeft(clang::FileID File) const { return Left.count(File); }
  // Whether this reading's text at Offset was not left out by a conditional directive.
  bool isCompiled(clang::FileID File, unsigned Offset) const;
  // The text of a reading from Begin to End, without directives and without what they leave out.
  std::string compiledText(clang::FileID File, unsigned Begin, unsigned End, const clang::LangOptions &Options) const;

private:
  class Watcher;

  const clang::SourceManager *SM = nullptr;
  std::map<clang::FileID, std::vector<std::pair<unsigned, unsigned>>> LeftOut; // offsets, first and last
  std::set<clang::FileID> Left;
  mutable std::map<const clang::FileEntry *, std::vector<clang::FileID>> ByFile; // filled by the first question
};

} // namespace sourceprint

#endif
