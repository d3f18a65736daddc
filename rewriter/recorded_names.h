// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The names that tables have for files and for the folder in which the compiler runs: those of debug information, so
// that a build which is the same wherever it is made stays so.
#ifndef SOURCEPRINT_REWRITER_RECORDED_NAMES_H
#define SOURCEPRINT_REWRITER_RECORDED_NAMES_H

#include "clang/Basic/CodeGenOptions.h"
#include "llvm/ADT/StringRef.h"
#include <string>
#include <utility>
#include <vector>

namespace sourceprint {

class RecordedNames {
public:
  explicit RecordedNames(const clang::CodeGenOptions &Code);

  // A file's name, as -fdebug-prefix-map and -ffile-prefix-map change it.
  std::string of(llvm::StringRef File) const;
  // What relative names begin in, as DW_AT_comp_dir has it.
  const std::string &directory() const { return Directory; }

private:
  std::vector<std::pair<std::string, std::string>> Prefixes; // the first that fits counts
  std::string Directory;
};

} // namespace sourceprint

#endif
