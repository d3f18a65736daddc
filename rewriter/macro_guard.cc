// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "macro_guard.h"

#include "clang/Lex/MacroInfo.h"
#include "llvm/ADT/StringExtras.h"
#include <cctype>
#include <set>

using namespace clang;

namespace sourceprint {
namespace {

bool isWordByte(char C) { return std::isalnum(static_cast<unsigned char>(C)) || C == '_'; }

// The words outside of literals.
std::set<std::string> wordsOf(llvm::StringRef Text) {
  std::set<std::string> Words;
  while (!Text.empty()) {
    if (Text.front() == '"') {
      size_t End = 1;
      while (End < Text.size() && Text[End] != '"')
        End += Text[End] == '\\' ? 2 : 1;
      Text = Text.drop_front(std::min(End + 1, Text.size()));
      continue;
    }
    llvm::StringRef Word = Text.take_while(isWordByte);
    if (!Word.empty() && !std::isdigit(static_cast<unsigned char>(Word.front())))
      Words.insert(Word.str());
    Text = Text.drop_front(std::max<size_t>(Word.size(), 1));
  }
  return Words;
}

} // namespace

bool isUsersMacro(Preprocessor &PP, llvm::StringRef Word) {
  IdentifierInfo *Name = PP.getIdentifierInfo(Word);
  if (!Name->hadMacroDefinition())
    return false;
  for (MacroDirective *Directive = PP.getLocalMacroDirectiveHistory(Name); Directive;
       Directive = Directive->getPrevious())
    if (const auto *Definition = dyn_cast<DefMacroDirective>(Directive)) {
      const MacroInfo *Macro = Definition->getInfo();
      if (!Macro->isBuiltinMacro() && !PP.getSourceManager().isWrittenInBuiltinFile(Macro->getDefinitionLoc()))
        return true;
    }
  return false;
}

std::string guardFromMacros(Preprocessor &PP, const std::string &Text, unsigned Line) {
  std::string Before, After;
  for (const std::string &Word : wordsOf(Text))
    if (isUsersMacro(PP, Word)) {
      Before += "#pragma push_macro(\"" + Word + "\")\n#undef " + Word + "\n";
      After += "#pragma pop_macro(\"" + Word + "\")\n";
    }
  if (Before.empty())
    return Text;
  return "\n" + Before + Text + "\n" + After + "#line " + std::to_string(Line) + "\n";
}

} // namespace sourceprint
