// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "off_sections.h"

#include "compat.h"
#include "clang/Lex/PPCallbacks.h"

using namespace clang;

namespace sourceprint {

class OffSections::Watcher : public PPCallbacks {
public:
  Watcher(OffSections &Sections, Preprocessor &PP)
      : Sections(Sections), Off(PP.getIdentifierInfo("SOURCEPRINT_OFF")), On(PP.getIdentifierInfo("SOURCEPRINT_ON")) {}

  void MacroExpands(const Token &Name, const MacroDefinition &, SourceRange, const MacroArgs *) override {
    const IdentifierInfo *Identifier = Name.getIdentifierInfo();
    if (Identifier != Off && Identifier != On)
      return;
    auto [File, Offset] = Sections.SM->getDecomposedLoc(Sections.SM->getExpansionLoc(Name.getLocation()));
    Sections.Switches[File][Offset] = Identifier == Off;
  }

private:
  OffSections &Sections;
  const IdentifierInfo *Off, *On;
};

void OffSections::watch(Preprocessor &PP) {
  SM = &PP.getSourceManager();
  PP.addPPCallbacks(std::make_unique<Watcher>(*this, PP));
}

void OffSections::finish() {
  for (const auto &[File, Offsets] : Switches) {
    std::vector<Section> &Sections = Files[compat::fileEntry(*SM, File)];
    bool IsOff = false;
    for (const auto &[Offset, TurnsOff] : Offsets) {
      if (TurnsOff && !IsOff)
        Sections.push_back({Offset, ~0u});
      else if (!TurnsOff && IsOff)
        Sections.back().End = Offset;
      IsOff = TurnsOff;
    }
  }
}

bool OffSections::contains(SourceLocation Begin, SourceLocation End) const {
  if (Files.empty())
    return false;
  auto [File, From] = SM->getDecomposedLoc(SM->getExpansionLoc(Begin));
  auto [EndFile, To] = SM->getDecomposedLoc(SM->getExpansionLoc(End));
  auto Found = Files.find(compat::fileEntry(*SM, File));
  if (Found == Files.end() || File != EndFile)
    return false;
  for (const Section &S : Found->second)
    if (S.Begin <= From && To < S.End)
      return true;
  return false;
}

} // namespace sourceprint
