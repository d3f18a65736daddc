// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "token_map.h"

#include "clang/Lex/Lexer.h"

using namespace clang;

namespace sourceprint {

void TokenMap::watch(Preprocessor &PP) {
  SM = &PP.getSourceManager();
  LangOpts = &PP.getLangOpts();
  PP.setTokenWatcher([this](const clang::Token &T) {
    if (T.isAnnotation())
      return;
    Tokens.push_back({T.getLocation(), T.getKind(), T.getLength()});
  });
}

void TokenMap::finish() {
  ByLocation.reserve(size());
  for (Index I = 0; I < size(); ++I)
    ByLocation.try_emplace(Tokens[I].Location.getRawEncoding(), I);
}

TokenMap::Index TokenMap::find(SourceLocation Location) const {
  if (Location.isInvalid())
    return None;
  auto Found = ByLocation.find(Location.getRawEncoding());
  return Found == ByLocation.end() ? None : Found->second;
}

bool TokenMap::sameOutermostExpansion(Index A, Index B) const {
  return inMacro(A) && inMacro(B) && SM->getExpansionLoc(Tokens[A].Location) == SM->getExpansionLoc(Tokens[B].Location);
}

bool TokenMap::sameInvocation(Index First, Index Last) const { return sameOutermostExpansion(First, Last); }

std::optional<FilePoint> TokenMap::before(Index I) const {
  if (I > 0 && sameOutermostExpansion(I - 1, I))
    return std::nullopt;
  auto [File, Offset] = SM->getDecomposedLoc(SM->getExpansionLoc(Tokens[I].Location));
  return FilePoint{File, Offset};
}

std::optional<FilePoint> TokenMap::after(Index I) const {
  if (!inMacro(I)) {
    auto [File, Offset] = SM->getDecomposedLoc(Tokens[I].Location);
    return FilePoint{File, Offset + Tokens[I].Length};
  }
  if (I + 1 < size() && sameOutermostExpansion(I, I + 1))
    return std::nullopt;
  SourceLocation Last = SM->getExpansionRange(Tokens[I].Location).getEnd();
  auto [File, Offset] = SM->getDecomposedLoc(Last);
  return FilePoint{File, Offset + Lexer::MeasureTokenLength(Last, *SM, *LangOpts)};
}

TokenMap::Index TokenMap::matchingOpen(Index Close) const {
  int Depth = 0;
  for (Index I = Close;; --I) {
    switch (Tokens[I].Kind) {
    case tok::r_paren:
    case tok::r_square:
    case tok::r_brace:
      ++Depth;
      break;
    case tok::l_paren:
    case tok::l_square:
    case tok::l_brace:
      if (--Depth == 0)
        return I;
      break;
    default:
      break;
    }
    if (I == 0)
      return None;
  }
}

// In `name: __attribute__((...)) statement` the attribute is the label's.
bool TokenMap::belongsToLabel(Index Attribute) const {
  return Attribute >= 2 && Tokens[Attribute - 1].Kind == tok::colon && Tokens[Attribute - 2].Kind == tok::identifier &&
         (Attribute == 2 || Tokens[Attribute - 3].Kind != tok::kw_case);
}

TokenMap::Index TokenMap::skipLeadingAttributes(Index I) const {
  for (;;) {
    if (I == 0)
      return I;
    tok::TokenKind Previous = Tokens[I - 1].Kind;
    if (Previous == tok::kw___extension__) {
      --I;
      continue;
    }
    if (Previous != tok::r_paren && Previous != tok::r_square)
      return I;
    Index Open = matchingOpen(I - 1);
    if (Open == None || Open == 0)
      return I;
    bool Gnu = Previous == tok::r_paren && Tokens[Open - 1].Kind == tok::kw___attribute;
    bool Standard = Previous == tok::r_square && Open + 1 < I && Tokens[Open + 1].Kind == tok::l_square &&
                    Tokens[I - 2].Kind == tok::r_square;
    if (Gnu && belongsToLabel(Open - 1))
      return I;
    if (Gnu)
      I = Open - 1;
    else if (Standard)
      I = Open;
    else
      return I;
  }
}

} // namespace sourceprint
