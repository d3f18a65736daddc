// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "inclusions.h"
#include "compat.h"

#include "clang/Lex/Lexer.h"
#include "clang/Lex/PPCallbacks.h"
#include <algorithm>

using namespace clang;

namespace sourceprint {

class Inclusions::Watcher : public PPCallbacks {
public:
  explicit Watcher(Inclusions &Owner) : Owner(Owner) {}

  void SourceRangeSkipped(SourceRange Range, SourceLocation) override {
    auto [File, First] = Owner.SM->getDecomposedLoc(Range.getBegin());
    Owner.LeftOut[File].push_back({First, Owner.SM->getFileOffset(Range.getEnd())});
  }

private:
  Inclusions &Owner;
};

void Inclusions::watch(Preprocessor &PP) {
  SM = &PP.getSourceManager();
  PP.addPPCallbacks(std::make_unique<Watcher>(*this));
}

const std::vector<FileID> &Inclusions::readings(FileID File) const {
  if (ByFile.empty())
    for (unsigned I = 0; I < SM->local_sloc_entry_size(); ++I) {
      const SrcMgr::SLocEntry &Entry = SM->getLocalSLocEntry(I);
      if (!Entry.isFile())
        continue;
      FileID Reading = SM->getFileID(SourceLocation::getFromRawEncoding(Entry.getOffset()));
      ByFile[compat::fileEntry(*SM, Reading)].push_back(Reading);
    }
  return ByFile[compat::fileEntry(*SM, File)];
}

bool Inclusions::isCompiled(FileID File, unsigned Offset) const {
  auto Found = LeftOut.find(File);
  if (Found == LeftOut.end())
    return true;
  return llvm::none_of(Found->second, [&](auto Range) { return Range.first <= Offset && Offset <= Range.second; });
}

std::string Inclusions::compiledText(FileID File, unsigned Begin, unsigned End, const LangOptions &Options) const {
  llvm::StringRef Buffer = SM->getBufferData(File);
  llvm::StringRef Whole = Buffer.slice(Begin, End);
  if (Whole.find('#') == llvm::StringRef::npos && Whole.find("%:") == llvm::StringRef::npos &&
      Whole.find("?\?=") == llvm::StringRef::npos)
    return Whole.str();
  Lexer Raw(SM->getLocForStartOfFile(File), Options, Buffer.begin(), Buffer.begin() + Begin, Buffer.end());
  std::string Text;
  unsigned KeptFrom = Begin;
  bool Keeping = true, InDirective = false;
  for (bool IsFirst = true;; IsFirst = false) {
    Token T;
    Raw.LexFromRawLexer(T);
    unsigned Offset = T.is(tok::eof) ? End : std::min(SM->getFileOffset(T.getLocation()), End);
    if (Offset == End)
      break;
    bool StartsLine = !IsFirst && T.isAtStartOfLine();
    InDirective = StartsLine ? T.is(tok::hash) : InDirective;
    bool Keep = !InDirective && isCompiled(File, Offset);
    if (Keep && !Keeping)
      KeptFrom = Offset;
    else if (!Keep && Keeping)
      Text += Buffer.slice(KeptFrom, Offset).str() + ' ';
    Keeping = Keep;
  }
  return Keeping ? Text + Buffer.slice(KeptFrom, End).str() : Text;
}

} // namespace sourceprint
