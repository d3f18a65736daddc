// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Where text may be inserted. The one place that decides between spelling and expansion.
//
// Clang's words: a token that the parser sees was *spelled* somewhere, in a file or in a macro's definition. If it came
// out of a macro, its *expansion location* is the place in the file where the outermost macro is used (the
// *invocation*). Text can only be inserted into files, so a place between two parser tokens exists in a file only if no
// macro produced both of them.
#ifndef SOURCEPRINT_REWRITER_TOKEN_MAP_H
#define SOURCEPRINT_REWRITER_TOKEN_MAP_H

#include "clang/Basic/SourceLocation.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Basic/TokenKinds.h"
#include "clang/Lex/Preprocessor.h"
#include "llvm/ADT/DenseMap.h"
#include <optional>
#include <vector>

namespace sourceprint {

// A place in the text of a file, between two bytes.
struct FilePoint {
  clang::FileID File;
  unsigned Offset = 0;
};

class TokenMap {
public:
  using Index = unsigned;
  static constexpr Index None = ~0u;

  // Records every token that the parser gets; call before the main file is entered.
  void watch(clang::Preprocessor &PP);
  // Call once after the parse, before the questions below.
  void finish();

  unsigned size() const { return static_cast<unsigned>(Tokens.size()); }
  clang::tok::TokenKind kind(Index I) const { return Tokens[I].Kind; }
  clang::SourceLocation location(Index I) const { return Tokens[I].Location; }
  bool inMacro(Index I) const { return Tokens[I].Location.isMacroID(); }

  // The token that the syntax tree names by this location, or None.
  Index find(clang::SourceLocation Location) const;

  // The place in a file right before (after) token I, or nothing if it lies inside a macro's expansion.
  std::optional<FilePoint> before(Index I) const;
  std::optional<FilePoint> after(Index I) const;

  // Whether one macro invocation produced all tokens from First to Last.
  bool sameInvocation(Index First, Index Last) const;

  // Where a token stands for the user: in a file, at the outermost invocation for a macro's token.
  clang::SourceLocation userLocation(Index I) const { return SM->getExpansionLoc(Tokens[I].Location); }

  // Walks back over attributes and __extension__ that belong to what begins at I but that its location leaves out.
  Index skipLeadingAttributes(Index I) const;

private:
  struct Token {
    clang::SourceLocation Location;
    clang::tok::TokenKind Kind;
    unsigned Length;
  };
  bool sameOutermostExpansion(Index A, Index B) const;
  Index matchingOpen(Index Close) const;
  bool belongsToLabel(Index Attribute) const;

  const clang::SourceManager *SM = nullptr;
  const clang::LangOptions *LangOpts = nullptr;
  std::vector<Token> Tokens;
  llvm::DenseMap<unsigned, Index> ByLocation;
};

} // namespace sourceprint

#endif
