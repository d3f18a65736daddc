// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "overlay.h"

#include "clang/Basic/FileManager.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/ConvertUTF.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/VirtualFileSystem.h"
#include "llvm/Support/raw_ostream.h"
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace clang;

namespace sourceprint {
namespace {

// Writes a new file, mode 0600, with the times of the original, which __TIMESTAMP__ shows.
std::string writeFile(const std::string &Path, llvm::StringRef Text, const std::string &Original) {
  int Descriptor = open(Path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (Descriptor < 0)
    return "cannot create " + Path + ": " + std::error_code(errno, std::generic_category()).message();
  llvm::raw_fd_ostream OS(Descriptor, /*shouldClose=*/false);
  OS << Text;
  OS.flush();
  std::error_code Error = OS.error();
  OS.clear_error();
  struct stat Status;
  if (!Original.empty() && stat(Original.c_str(), &Status) == 0) {
    struct timespec Times[2] = {Status.st_atim, Status.st_mtim};
    futimens(Descriptor, Times);
  }
  if (close(Descriptor) != 0 && !Error)
    Error = std::error_code(errno, std::generic_category());
  return Error ? "cannot write " + Path + ": " + Error.message() : "";
}

bool isUtf8(llvm::StringRef Name) {
  const auto *Begin = reinterpret_cast<const llvm::UTF8 *>(Name.begin());
  return llvm::isLegalUTF8String(&Begin, reinterpret_cast<const llvm::UTF8 *>(Name.end()));
}

} // namespace

std::string writeOverlay(llvm::StringRef Tree, const std::vector<Editor::FileText> &Texts, const FileNames &Names) {
  llvm::vfs::YAMLVFSWriter Writer;
  Writer.setUseExternalNames(false);
  Writer.setCaseSensitivity(true);
  Writer.setOverlayDir(Tree); // so that the tree can be moved
  unsigned Number = 0;
  for (const Editor::FileText &File : Texts) {
    auto Known = Names.find(File.Entry);
    if (Known == Names.end())
      return "a rewritten file has no name";
    std::string Path = (Tree + "/" + llvm::Twine(Number++) + ".c").str();
    std::string Problem = writeFile(Path, File.Text, *Known->second.begin());
    if (!Problem.empty())
      return Problem;
    for (const std::string &Name : Known->second) {
      llvm::SmallString<256> Absolute(Name);
      llvm::sys::fs::make_absolute(Absolute);
      llvm::sys::path::remove_dots(Absolute, /*remove_dot_dot=*/false);
      if (!isUtf8(Absolute)) // YAML has no way to write it
        return "the name of " + Name + " is not UTF-8";
      Writer.addFileMapping(Absolute, Path);
    }
  }
  std::string Yaml;
  llvm::raw_string_ostream OS(Yaml);
  Writer.write(OS);
  return writeFile((Tree + "/overlay.yaml").str(), OS.str(), "");
}

} // namespace sourceprint
