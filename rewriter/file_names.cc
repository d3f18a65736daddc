// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "file_names.h"

#include "compat.h"
#include "clang/Lex/PPCallbacks.h"

using namespace clang;

namespace sourceprint {
namespace {

class NameCollector : public PPCallbacks {
public:
  explicit NameCollector(FileNames &Names) : Names(Names) {}

  void InclusionDirective(SourceLocation, const Token &, StringRef, bool, CharSourceRange, compat::IncludedFile File,
                          StringRef, StringRef,
#if LLVM_VERSION_MAJOR >= 19
                          const Module *, bool,
#else
                          const Module *,
#endif
                          SrcMgr::CharacteristicKind) override {
    if (const FileEntry *Entry = compat::entryOf(File))
      Names[Entry].insert(compat::nameOf(File).str());
  }

private:
  FileNames &Names;
};

} // namespace

void watchFileNames(Preprocessor &PP, FileNames &Names) { PP.addPPCallbacks(std::make_unique<NameCollector>(Names)); }

} // namespace sourceprint
