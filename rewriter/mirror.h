// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A folder that takes new files, and only new ones: nothing in it is ever replaced, no symbolic link in it is followed,
// and a file is there whole or not at all, whatever happens to this process.
#ifndef SOURCEPRINT_REWRITER_MIRROR_H
#define SOURCEPRINT_REWRITER_MIRROR_H

#include "llvm/ADT/StringRef.h"
#include <string>

namespace sourceprint {

// Paths are relative to the folder, without "." and "..". Functions return an empty string, or what went wrong.
class Mirror {
public:
  // How a file is kept out of sight until it is whole: without a name, where the file system can do that; else under
  // the name TemporaryName in its folder.
  enum class Hiding { Unnamed, Named };
  static constexpr const char *TemporaryName = ".instr-rewrite";

  explicit Mirror(Hiding How = Hiding::Unnamed) : How(How) {}
  Mirror(const Mirror &) = delete;
  ~Mirror();

  // Opens the folder; if it is not there, the first write makes it.
  std::string open(const std::string &Path);
  // Whether a file could get this path: nothing has it yet, and what stands above it are folders.
  std::string check(const std::string &Path) const;
  std::string write(const std::string &Path, llvm::StringRef Text);

private:
  std::string openFolder();
  std::string openParent(const std::string &Path, bool Make, int &Parent) const;
  std::string problem(llvm::StringRef What, const std::string &Path, int Error) const;
  int writeUnnamed(int Parent, const char *Base, llvm::StringRef Text) const;
  int writeNamed(int Parent, const char *Base, llvm::StringRef Text) const;

  Hiding How;
  std::string Name;     // as the user gave it
  std::string Absolute; // the working directory may change
  int Folder = -1;
};

} // namespace sourceprint

#endif
