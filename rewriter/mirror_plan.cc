// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "mirror_plan.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

namespace path = llvm::sys::path;

namespace sourceprint {
namespace {

// The path without "." and "..": a ".." behind a link leads elsewhere than its text says, so links go first.
std::string plainPath(llvm::StringRef Name, llvm::StringRef Folder) {
  llvm::SmallString<256> Absolute(Name);
  if (!path::is_absolute(Name)) {
    Absolute = Folder;
    path::append(Absolute, Name);
  }
  path::remove_dots(Absolute, /*remove_dot_dot=*/false);
  bool Climbs = false;
  for (auto I = path::begin(Absolute), E = path::end(Absolute); I != E; ++I)
    Climbs |= *I == "..";
  if (!Climbs)
    return Absolute.str().str();
  std::string Parent = realPath(path::parent_path(Absolute), Folder);
  return Parent + "/" + path::filename(Absolute).str();
}

// What is left of a path below a folder, or nothing.
llvm::StringRef below(llvm::StringRef Path, llvm::StringRef Folder) {
  if (Folder == "/")
    return Path.drop_front();
  bool Inside =
      Path.size() > Folder.size() + 1 && Path.substr(0, Folder.size()) == Folder && Path[Folder.size()] == '/';
  return Inside ? Path.substr(Folder.size() + 1) : llvm::StringRef();
}

} // namespace

std::string MirrorPlan::open(const std::string &Root, const std::string &OutputFolder) {
  llvm::SmallString<256> Here;
  llvm::sys::fs::current_path(Here);
  std::string Real = realPath(Root, Here);
  if (Real.empty() || !llvm::sys::fs::is_directory(Real))
    return "the root " + Root + " is no folder";
  Roots = {Real, plainPath(Root, Here)};
  std::string Inside = realPath(OutputFolder, Here);
  if (!below(Inside, Real).empty())
    Output = Inside;
  return "";
}

std::string MirrorPlan::place(llvm::StringRef Name, llvm::StringRef Folder) const {
  std::string Path = plainPath(Name, Folder);
  std::string Resolved = realPath(path::parent_path(Path), Folder) + "/" + path::filename(Path).str();
  if (!Output.empty() && !below(Resolved, Output).empty())
    return "";
  for (const std::string *Candidate : {&Path, &Resolved})
    for (const std::string &Root : Roots)
      if (llvm::StringRef Place = below(*Candidate, Root); !Place.empty())
        return Place.str();
  return "";
}

void MirrorPlan::addFile(const CompileUnit &Unit, llvm::StringRef Name) {
  std::string Place = place(Name, Unit.Folder), Path = realPath(Name, Unit.Folder);
  if (Place.empty() || Path.empty())
    return;
  File &F = Files[Path];
  F.Places.insert(Place);
  if (UnitFiles[Unit.Path].insert(Path).second)
    ++F.Readers;
}

void MirrorPlan::add(const CompileUnit &Unit, const std::set<std::string> &Included) {
  addFile(Unit, Unit.Input);
  for (const std::string &Name : Included)
    addFile(Unit, Name);
}

} // namespace sourceprint
