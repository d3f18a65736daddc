// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "recorded_names.h"

#include "compat.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

namespace sourceprint {

RecordedNames::RecordedNames(const clang::CodeGenOptions &Code) : Prefixes(compat::prefixMap(Code)) {
  // Clang's driver names the folder: that of -ffile-compilation-dir, or $PWD where it is right. Bazel, for one, sets it
  // to a name that is the same in every sandbox.
  llvm::SmallString<256> Folder(Code.DebugCompilationDir);
  if (Folder.empty())
    llvm::sys::fs::current_path(Folder);
  Directory = of(Folder);
}

std::string RecordedNames::of(llvm::StringRef File) const {
  llvm::SmallString<256> Name(File);
  for (const auto &[From, To] : Prefixes)
    if (llvm::sys::path::replace_path_prefix(Name, From, To))
      break;
  return Name.str().str();
}

} // namespace sourceprint
