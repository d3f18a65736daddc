// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The sections between the macros SOURCEPRINT_OFF and SOURCEPRINT_ON: a part of one file's text each, from the one to
// the next of the other or to the file's end. The macros are known by their names; what they stand for does not matter.
#ifndef SOURCEPRINT_REWRITER_OFF_SECTIONS_H
#define SOURCEPRINT_REWRITER_OFF_SECTIONS_H

#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Preprocessor.h"
#include <map>
#include <vector>

namespace sourceprint {

class OffSections {
public:
  // Call before the main file is entered; the object must outlive the preprocessor.
  void watch(clang::Preprocessor &PP);
  // Call once after the parse, before the questions below.
  void finish();

  bool empty() const { return Files.empty(); }
  // Whether a place, in a file or in a macro used there, lies in a section; whether both do, in the same one.
  bool contains(clang::SourceLocation Where) const { return contains(Where, Where); }
  bool contains(clang::SourceLocation Begin, clang::SourceLocation End) const;

private:
  class Watcher;
  struct Section {
    unsigned Begin, End;
  };
  const clang::SourceManager *SM = nullptr;
  std::map<clang::FileID, std::map<unsigned, bool>> Switches; // offset -> whether it switches off
  // By file, not by inclusion: a file has one text, however often it is included.
  std::map<const clang::FileEntry *, std::vector<Section>> Files;
};

} // namespace sourceprint

#endif
