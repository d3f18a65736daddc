// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Which files a rewriting depends on: what instr-cc must look at again before it may take the result from its cache.
#ifndef SOURCEPRINT_REWRITER_READ_FILES_H
#define SOURCEPRINT_REWRITER_READ_FILES_H

#include "driver/rewriter_status.h"
#include "llvm/Support/VirtualFileSystem.h"
#include <map>
#include <memory>
#include <string>

namespace clang {
class Preprocessor;
}

namespace sourceprint {

// By name, as it was asked for: what became of it.
class ReadFiles {
public:
  // A file system that notes in this object what it is asked for.
  llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> watch(llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> Base);

  // One name that could not be found, was seen to be there, or was read.
  void absent(const llvm::Twine &Name) { Found.emplace(Name.str(), SP_REWRITER_ABSENT); }
  void present(const llvm::Twine &Name) { Found.emplace(Name.str(), SP_REWRITER_SEEN); }
  void read(const llvm::Twine &Name) { Found[Name.str()] = SP_REWRITER_READ; }

  // The list, as a file: a letter, the name, and a NUL for each.
  std::string list() const;

private:
  std::map<std::string, char> Found;
};

// Clears Cacheable when a macro is used whose value is the time of the compile, or of the file.
void watchTimeMacros(clang::Preprocessor &PP, bool &Cacheable);

} // namespace sourceprint

#endif
