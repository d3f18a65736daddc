// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "read_files.h"

#include "clang/Lex/PPCallbacks.h"
#include "clang/Lex/Preprocessor.h"

using namespace clang;

namespace sourceprint {
namespace {

class WatchedFileSystem : public llvm::vfs::ProxyFileSystem {
public:
  WatchedFileSystem(llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> Base, ReadFiles &Files)
      : ProxyFileSystem(std::move(Base)), Files(Files) {}

  llvm::ErrorOr<llvm::vfs::Status> status(const llvm::Twine &Path) override {
    auto Result = ProxyFileSystem::status(Path);
    Result ? Files.present(Path) : Files.absent(Path);
    return Result;
  }

  llvm::ErrorOr<std::unique_ptr<llvm::vfs::File>> openFileForRead(const llvm::Twine &Path) override {
    auto Result = ProxyFileSystem::openFileForRead(Path);
    Result ? Files.read(Path) : Files.absent(Path);
    return Result;
  }

private:
  ReadFiles &Files;
};

class TimeMacros : public PPCallbacks {
public:
  explicit TimeMacros(bool &Cacheable) : Cacheable(Cacheable) {}

  void MacroExpands(const Token &Name, const MacroDefinition &, SourceRange, const MacroArgs *) override {
    llvm::StringRef Spelling = Name.getIdentifierInfo()->getName();
    if (Spelling == "__DATE__" || Spelling == "__TIME__" || Spelling == "__TIMESTAMP__")
      Cacheable = false;
  }

private:
  bool &Cacheable;
};

} // namespace

llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> ReadFiles::watch(llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> Base) {
  return llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem>(new WatchedFileSystem(std::move(Base), *this));
}

std::string ReadFiles::list() const {
  std::string Text;
  for (const auto &[Name, Letter] : Found)
    (Text += Letter) += Name + '\0';
  return Text;
}

void watchTimeMacros(Preprocessor &PP, bool &Cacheable) { PP.addPPCallbacks(std::make_unique<TimeMacros>(Cacheable)); }

} // namespace sourceprint
