// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Where text may be inserted. The one place that decides between spelling and expansion.
//
// Clang's words: a token that the parser sees was *spelled* somewhere, in a file or in a macro's definition. If it came
// out of a macro, its *expansion location* is the place in the file where the outermost macro is used (the
// *invocation*). Text can only be inserted into files, so a place between two parser tokens exists in a file only if no
// macro produced both of them; otherwise it comes into being when the invocation is replaced by its expansion.
#ifndef SOURCEPRINT_REWRITER_TOKEN_MAP_H
#define SOURCEPRINT_REWRITER_TOKEN_MAP_H

#include "clang/Basic/SourceLocation.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Basic/TokenKinds.h"
#include "clang/Lex/Preprocessor.h"
#include "llvm/ADT/DenseMap.h"
#include <string>
#include <vector>

namespace sourceprint {

// A place in the text of a file, between two bytes; or, with a Gap, before that token inside the expansion of the
// invocation that begins at Offset.
struct FilePoint {
  clang::FileID File;
  unsigned Offset = 0;
  unsigned Gap = 0; // no expansion's first token, so 0 stands for none
};

class TokenMap {
public:
  using Index = unsigned;
  static constexpr Index None = ~0u;

  // Records every token that the parser gets; call before the main file is entered.
  void watch(clang::Preprocessor &PP);
  // Call once after the parse, before the questions below.
  void finish();

  clang::Preprocessor &preprocessor() const { return *PP; }
  const clang::LangOptions &langOptions() const { return PP->getLangOpts(); }
  unsigned size() const { return static_cast<unsigned>(Tokens.size()); }
  clang::tok::TokenKind kind(Index I) const { return Tokens[I].Kind; }
  clang::SourceLocation location(Index I) const { return Tokens[I].Location; }
  bool inMacro(Index I) const { return Tokens[I].Location.isMacroID(); }

  // The token that the syntax tree names by this location, or None.
  Index find(clang::SourceLocation Location) const;

  // The place right before (after) token I.
  FilePoint before(Index I) const;
  FilePoint after(Index I) const;

  // Whether one macro invocation produced all tokens from First to Last.
  bool sameInvocation(Index First, Index Last) const {
    return inMacro(First) && inMacro(Last) && Tokens[First].User == Tokens[Last].User;
  }
  // Whether I is the first token that its invocation produced.
  bool beginsInvocation(Index I) const { return inMacro(I) && (I == 0 || !sameInvocation(I - 1, I)); }

  // What the outermost macro use of a macro's token covers.
  struct Invocation {
    Index First, Last; // the tokens that it produced
    clang::FileID File;
    unsigned Begin, End; // its text, byte offsets
  };
  Invocation invocation(Index I) const;

  // Where a token stands for the user: in a file, at the outermost invocation for a macro's token.
  clang::SourceLocation userLocation(Index I) const { return Tokens[I].User; }
  // Where the innermost definition that has all tokens from First to Last has First: for one out of an argument, where
  // the parameter stands.
  clang::SourceLocation definition(Index First, Index Last) const;
  // Where the macro is defined that the user named.
  clang::SourceLocation outermostDefinition(Index I) const;
  // Whether the preprocessor would take the token, found again in a file, for a use of a macro.
  bool expandsAgain(Index I) const;

  // A token as it may stand in a file, and several of them as a person would write them, at most about Most bytes.
  std::string spelling(Index I) const;
  std::string spelling(Index First, Index Last, size_t Most) const;

  // Walks back over attributes and __extension__ that belong to what begins at I but that its location leaves out.
  Index skipLeadingAttributes(Index I) const;

private:
  enum class Names : uint8_t { Nothing, ObjectMacro, FunctionMacro };
  struct Token {
    clang::SourceLocation Location, User;
    unsigned Length;
    clang::tok::TokenKind Kind;
    Names Named;
    bool Spaced, NeedsCleaning;
  };
  Names names(const clang::Token &T) const;
  Index matchingOpen(Index Close) const;
  bool belongsToLabel(Index Attribute) const;

  clang::Preprocessor *PP = nullptr;
  const clang::SourceManager *SM = nullptr;
  std::vector<Token> Tokens;
  llvm::DenseMap<unsigned, Index> ByLocation;
};

} // namespace sourceprint

#endif
