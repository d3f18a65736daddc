// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "expansions.h"

#include "clang/Lex/MacroInfo.h"
#include "clang/Lex/PPCallbacks.h"

using namespace clang;

namespace sourceprint {

class Expansions::Watcher : public PPCallbacks {
public:
  explicit Watcher(Expansions &Owner) : Owner(Owner) {}

  void MacroExpands(const Token &Name, const MacroDefinition &Definition, SourceRange, const MacroArgs *) override {
    // Its value depends on how often it was expanded before: all its uses must be left to the second preprocessing.
    const MacroInfo *Macro = Definition.getMacroInfo();
    if (Macro && Macro->isBuiltinMacro() && Name.getIdentifierInfo()->isStr("__COUNTER__"))
      note(Name.getLocation(), SP_SKIP_MACRO_COUNTER);
  }

  void PragmaDirective(SourceLocation Where, PragmaIntroducerKind Introducer) override {
    if (Introducer != PIK_HashPragma)
      note(Where, SP_SKIP_MACRO_PRAGMA);
  }

private:
  void note(SourceLocation Where, sp_skip_reason Reason) {
    auto [File, Offset] = Owner.SM->getDecomposedLoc(Owner.SM->getExpansionLoc(Where));
    Owner.Special[File][Offset] = Reason;
  }

  Expansions &Owner;
};

void Expansions::watch(Preprocessor &PP) {
  SM = &PP.getSourceManager();
  PP.addPPCallbacks(std::make_unique<Watcher>(*this));
}

sp_skip_reason Expansions::problem(TokenMap::Index I) const {
  if (!expansionsWanted())
    return invocationsWanted() ? SP_SKIP_MACRO_INTERIOR : SP_SKIP_MACRO_OFF;
  auto [Entry, New] = Known.try_emplace(Tokens.userLocation(I).getRawEncoding(), SP_SKIP_NONE);
  if (New)
    Entry->second = findProblem(Tokens.invocation(I));
  return Entry->second;
}

sp_skip_reason Expansions::findProblem(const TokenMap::Invocation &Use) const {
  if (SM->isInSystemHeader(Tokens.outermostDefinition(Use.First)))
    return SP_SKIP_MACRO_INTERIOR; // not the user's statements
  if (!Files.isReadOnce(Use.File))
    return SP_SKIP_MACRO_REPEATED;
  if (hasDirective(Use))
    return SP_SKIP_MACRO_DIRECTIVE;
  for (TokenMap::Index I = Use.First; I <= Use.Last; ++I)
    if (Tokens.expandsAgain(I))
      return SP_SKIP_MACRO_AGAIN;
  return special(Use);
}

// Directives are executed while the arguments are read; behind the expansion they would come too late.
bool Expansions::hasDirective(const TokenMap::Invocation &Use) const {
  llvm::StringRef Text = SM->getBufferData(Use.File).slice(Use.Begin, Use.End);
  while (!Text.empty()) {
    Text = Text.drop_until([](char C) { return C == '\n' || C == '\r'; }).ltrim();
    if (Text.take_front(1) == "#" || Text.take_front(2) == "%:" || Text.take_front(3) == "?\?=")
      return true;
  }
  return false;
}

sp_skip_reason Expansions::special(const TokenMap::Invocation &Use) const {
  auto File = Special.find(Use.File);
  if (File == Special.end())
    return SP_SKIP_NONE;
  auto Found = File->second.lower_bound(Use.Begin);
  return Found != File->second.end() && Found->first < Use.End ? Found->second : SP_SKIP_NONE;
}

} // namespace sourceprint
