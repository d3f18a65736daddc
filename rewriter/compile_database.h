// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The sources of a compile_commands.json, each with the command that compiles it.
#ifndef SOURCEPRINT_REWRITER_COMPILE_DATABASE_H
#define SOURCEPRINT_REWRITER_COMPILE_DATABASE_H

#include "llvm/ADT/StringRef.h"
#include <map>
#include <string>
#include <vector>

namespace sourceprint {

struct CompileUnit {
  std::string Path;               // of the source, links resolved
  std::string Folder;             // the working directory of the command
  std::vector<std::string> Words; // behind the compiler's name, without flags of ours
  std::string Input;              // the source as one of the words
  unsigned Commands = 1;          // that compile it; this is the first
};

class CompileDatabase {
public:
  // Reads FOLDER/compile_commands.json. Returns an empty string, or what went wrong.
  std::string load(const std::string &Folder);

  // The source with this path (links resolved), or null.
  const CompileUnit *find(const std::string &Path) const;
  // All sources that exist, by path.
  const std::map<std::string, CompileUnit> &units() const { return Units; }
  const std::string &name() const { return Name; }

private:
  std::string Name;
  std::map<std::string, CompileUnit> Units;
};

// The path with links resolved, relative to a folder; empty if it leads to nothing.
std::string realPath(llvm::StringRef Path, llvm::StringRef Folder);

} // namespace sourceprint

#endif
