// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "token_map.h"

#include "clang/Basic/CharInfo.h"
#include "clang/Lex/Lexer.h"
#include "clang/Lex/MacroInfo.h"

using namespace clang;

namespace sourceprint {

void TokenMap::watch(Preprocessor &Source) {
  PP = &Source;
  SM = &PP->getSourceManager();
  PP->setTokenWatcher([this](const clang::Token &T) {
    if (T.isAnnotation())
      return;
    bool Spaced = T.hasLeadingSpace() || T.isAtStartOfLine();
    SourceLocation Where = T.getLocation();
    Tokens.push_back({Where, Where, T.getLength(), T.getKind(), names(T), Spaced, T.needsCleaning()});
  });
}

void TokenMap::finish() {
  ByLocation.reserve(size());
  for (Index I = 0; I < size(); ++I) {
    ByLocation.try_emplace(Tokens[I].Location.getRawEncoding(), I);
    if (inMacro(I))
      Tokens[I].User = SM->getExpansionLoc(Tokens[I].Location);
  }
}

// Asked while the token passes by, as a macro may be defined only for some lines.
TokenMap::Names TokenMap::names(const clang::Token &T) const {
  IdentifierInfo *Name = T.getLocation().isMacroID() ? T.getIdentifierInfo() : nullptr;
  if (!Name || !Name->hasMacroDefinition())
    return Names::Nothing;
  const MacroInfo *Macro = PP->getMacroInfo(Name);
  if (!Macro)
    return Names::Nothing;
  if (Macro->isFunctionLike())
    return Names::FunctionMacro;
  bool Itself = Macro->getNumTokens() == 1 && Macro->getReplacementToken(0).getIdentifierInfo() == Name;
  return Itself ? Names::Nothing : Names::ObjectMacro;
}

bool TokenMap::expandsAgain(Index I) const {
  if (Tokens[I].Named == Names::FunctionMacro)
    return I + 1 < size() && kind(I + 1) == tok::l_paren;
  return Tokens[I].Named == Names::ObjectMacro;
}

TokenMap::Index TokenMap::find(SourceLocation Location) const {
  if (Location.isInvalid())
    return None;
  auto Found = ByLocation.find(Location.getRawEncoding());
  return Found == ByLocation.end() ? None : Found->second;
}

FilePoint TokenMap::before(Index I) const {
  auto [File, Offset] = SM->getDecomposedLoc(Tokens[I].User);
  return FilePoint{File, Offset, inMacro(I) && !beginsInvocation(I) ? I : 0};
}

FilePoint TokenMap::after(Index I) const {
  if (I + 1 < size() && sameInvocation(I, I + 1))
    return before(I + 1);
  SourceLocation Last = Tokens[I].Location;
  unsigned Length = Tokens[I].Length;
  if (inMacro(I)) {
    Last = SM->getExpansionRange(Last).getEnd();
    Length = Lexer::MeasureTokenLength(Last, *SM, PP->getLangOpts());
  }
  auto [File, Offset] = SM->getDecomposedLoc(Last);
  return FilePoint{File, Offset + Length};
}

TokenMap::Invocation TokenMap::invocation(Index I) const {
  Index First = I, Last = I;
  while (!beginsInvocation(First))
    --First;
  while (Last + 1 < size() && sameInvocation(Last, Last + 1))
    ++Last;
  FilePoint Begin = before(First), End = after(Last);
  return {First, Last, Begin.File, Begin.Offset, End.Offset};
}

// Out of arguments, pasted tokens and macros that make a part only, into the definition around them.
SourceLocation TokenMap::definition(Index First, Index Last) const {
  auto Outside = [&](SourceLocation Where) { return SM->getImmediateExpansionRange(Where).getBegin(); };
  llvm::SmallVector<FileID, 8> AroundLast;
  for (SourceLocation Where = Tokens[Last].Location; Where.isMacroID(); Where = Outside(Where))
    AroundLast.push_back(SM->getFileID(Where));
  SourceLocation Where = Tokens[First].Location;
  while (Where.isMacroID()) {
    SourceLocation Spelled = SM->getSpellingLoc(Where);
    bool IsPart = SM->isMacroArgExpansion(Where) || SM->isWrittenInScratchSpace(Spelled);
    if (!IsPart && llvm::is_contained(AroundLast, SM->getFileID(Where)))
      return Spelled;
    if (Outside(Where).isFileID())
      break;
    Where = Outside(Where);
  }
  return SM->getSpellingLoc(Where);
}

SourceLocation TokenMap::outermostDefinition(Index I) const {
  SourceLocation Where = Tokens[I].Location;
  for (;;) {
    SourceLocation Outer = SM->getImmediateExpansionRange(Where).getBegin();
    if (Outer.isFileID())
      return SM->getSpellingLoc(Where);
    Where = Outer;
  }
}

std::string TokenMap::spelling(Index I) const {
  const Token &T = Tokens[I];
  SourceLocation Spelled = SM->getSpellingLoc(T.Location);
  if (!T.NeedsCleaning)
    return std::string(SM->getCharacterData(Spelled), T.Length);
  clang::Token Whole;
  Whole.startToken();
  Whole.setLocation(Spelled);
  Whole.setLength(T.Length);
  Whole.setKind(T.Kind);
  Whole.setFlag(clang::Token::NeedsCleaning);
  return PP->getSpelling(Whole);
}

std::string TokenMap::spelling(Index First, Index Last, size_t Most) const {
  std::string Text;
  for (Index I = First; I <= Last && Text.size() < Most; ++I) {
    std::string Next = spelling(I);
    bool Words = !Text.empty() && isAsciiIdentifierContinue(Text.back()) && isAsciiIdentifierContinue(Next[0]);
    if (!Text.empty() && (Tokens[I].Spaced || Words))
      Text += ' ';
    Text += Next;
  }
  return Text;
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
