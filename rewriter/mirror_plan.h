// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Which files go into a mirrored tree, and by which paths: those below the root that the chosen sources read.
#ifndef SOURCEPRINT_REWRITER_MIRROR_PLAN_H
#define SOURCEPRINT_REWRITER_MIRROR_PLAN_H

#include "compile_database.h"
#include <set>

namespace sourceprint {

class MirrorPlan {
public:
  // Takes Root as the user gave it. Output: the folder that takes the tree; if it lies below the root, what is in it is
  // not mirrored. Returns an empty string, or what is wrong with Root.
  std::string open(const std::string &Root, const std::string &Output);

  // The path in the mirror of a file, by a name relative to a folder; empty if it is not below the root.
  std::string place(llvm::StringRef Name, llvm::StringRef Folder) const;
  // Adds the source of a unit and the files that it includes, by the names by which it does.
  void add(const CompileUnit &Unit, const std::set<std::string> &Included);

  struct File {
    std::set<std::string> Places;
    unsigned Readers = 0; // units that read it
  };
  using FileMap = std::map<std::string, File>; // by path, links resolved
  const FileMap &files() const { return Files; }
  // Those of one unit.
  const std::set<std::string> &filesOf(const CompileUnit &Unit) const { return UnitFiles.at(Unit.Path); }

private:
  void addFile(const CompileUnit &Unit, llvm::StringRef Name);

  std::set<std::string> Roots; // as given, and with links resolved
  std::string Output;          // if it lies below the root
  FileMap Files;
  std::map<std::string, std::set<std::string>> UnitFiles;
};

} // namespace sourceprint

#endif
