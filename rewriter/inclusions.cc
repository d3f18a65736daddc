// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "inclusions.h"
#include "compat.h"

#include "clang/Lex/PPCallbacks.h"

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

} // namespace sourceprint
