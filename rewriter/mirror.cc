// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "mirror.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace sourceprint {
namespace {

const int FolderFlags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;

// Writes all of Text and closes the file. Returns 0 or an error number.
int fill(int File, llvm::StringRef Text) {
  while (!Text.empty()) {
    ssize_t Written = ::write(File, Text.data(), Text.size());
    if (Written < 0 && errno == EINTR)
      continue;
    if (Written < 0)
      return errno;
    Text = Text.drop_front(static_cast<size_t>(Written));
  }
  return 0;
}

// Gives a whole file its name, without replacing anything.
int publish(int Parent, const char *Temporary, const char *Base) {
  if (renameat2(Parent, Temporary, Parent, Base, RENAME_NOREPLACE) == 0)
    return 0;
  if (errno != EINVAL && errno != ENOSYS)
    return errno;
  if (linkat(Parent, Temporary, Parent, Base, 0) != 0)
    return errno;
  unlinkat(Parent, Temporary, 0);
  return 0;
}

// Signals that ask the process to end wait until a temporary name is gone.
class SignalsHeld {
public:
  SignalsHeld() {
    sigset_t Set;
    sigemptyset(&Set);
    for (int Signal : {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGXCPU, SIGXFSZ})
      sigaddset(&Set, Signal);
    sigprocmask(SIG_BLOCK, &Set, &Before);
  }
  ~SignalsHeld() { sigprocmask(SIG_SETMASK, &Before, nullptr); }

private:
  sigset_t Before;
};

} // namespace

Mirror::~Mirror() {
  if (Folder >= 0)
    close(Folder);
}

std::string Mirror::problem(llvm::StringRef What, const std::string &Path, int Error) const {
  return (What + " " + Name + "/" + Path + ": " + std::generic_category().message(Error)).str();
}

std::string Mirror::open(const std::string &Path) {
  llvm::SmallString<256> Full(Path);
  llvm::sys::fs::make_absolute(Full);
  Name = Path;
  Absolute = Full.str().str();
  return openFolder();
}

std::string Mirror::openFolder() {
  Folder = ::open(Absolute.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC); // the user may name it by a link
  if (Folder >= 0 || errno == ENOENT)
    return "";
  return "cannot open the folder " + Name + ": " + std::generic_category().message(errno);
}

// Opens the folder of a path. Where it is not there and may not be made, Parent is -1 and there is no problem.
std::string Mirror::openParent(const std::string &Path, bool Make, int &Parent) const {
  Parent = dup(Folder);
  size_t Slash = 0;
  while (Parent >= 0 && (Slash = Path.find('/', Slash)) != std::string::npos) {
    size_t Begin = Path.rfind('/', Slash - 1) + 1; // npos + 1 is 0
    std::string Component = Path.substr(Begin, Slash - Begin);
    if (Make)
      mkdirat(Parent, Component.c_str(), 0777);
    int Next = openat(Parent, Component.c_str(), FolderFlags);
    int Error = errno;
    close(Parent);
    Parent = Next;
    std::string Above = Path.substr(0, Slash++);
    if (Next < 0 && Error == ENOENT && !Make)
      return "";
    if (Next < 0 && (Error == ELOOP || Error == ENOTDIR))
      return Name + "/" + Above + " is in the way: it is a file or a symbolic link, and no folder";
    if (Next < 0)
      return problem("cannot open the folder", Above, Error);
  }
  return Parent >= 0 ? "" : problem("cannot open the folder of", Path, errno);
}

std::string Mirror::check(const std::string &Path) const {
  if (Folder < 0)
    return "";
  int Parent;
  std::string Problem = openParent(Path, /*Make=*/false, Parent);
  if (Parent < 0)
    return Problem;
  struct stat Status;
  const char *Base = Path.c_str() + Path.rfind('/') + 1;
  if (fstatat(Parent, Base, &Status, AT_SYMLINK_NOFOLLOW) == 0)
    Problem = Name + "/" + Path + " is there already, and would be overwritten";
  else if (errno != ENOENT)
    Problem = problem("cannot look at", Path, errno);
  close(Parent);
  return Problem;
}

int Mirror::writeUnnamed(int Parent, const char *Base, llvm::StringRef Text) const {
  int File = openat(Parent, ".", O_TMPFILE | O_WRONLY | O_CLOEXEC, 0666);
  if (File < 0)
    return errno == EISDIR || errno == EINVAL || errno == ENOENT ? EOPNOTSUPP : errno;
  int Error = fill(File, Text);
  std::string Handle = "/proc/self/fd/" + std::to_string(File);
  if (Error == 0 && linkat(AT_FDCWD, Handle.c_str(), Parent, Base, AT_SYMLINK_FOLLOW) != 0)
    Error = errno == ENOENT ? EOPNOTSUPP : errno; // there is no /proc here
  close(File);
  return Error;
}

int Mirror::writeNamed(int Parent, const char *Base, llvm::StringRef Text) const {
  SignalsHeld Held;
  int File = openat(Parent, TemporaryName, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
  if (File < 0)
    return errno;
  int Error = fill(File, Text);
  if (close(File) != 0 && Error == 0)
    Error = errno;
  if (Error == 0)
    Error = publish(Parent, TemporaryName, Base);
  if (Error != 0)
    unlinkat(Parent, TemporaryName, 0);
  return Error;
}

std::string Mirror::write(const std::string &Path, llvm::StringRef Text) {
  if (Folder < 0 && mkdir(Absolute.c_str(), 0777) != 0 && errno != EEXIST)
    return "cannot make the folder " + Name + ": " + std::generic_category().message(errno);
  int Parent;
  std::string Problem = Folder < 0 ? openFolder() : "";
  if (!Problem.empty())
    return Problem;
  Problem = openParent(Path, /*Make=*/true, Parent);
  if (Parent < 0)
    return Problem;
  const char *Base = Path.c_str() + Path.rfind('/') + 1;
  int Error = How == Hiding::Unnamed ? writeUnnamed(Parent, Base, Text) : EOPNOTSUPP;
  if (Error == EOPNOTSUPP)
    Error = writeNamed(Parent, Base, Text);
  close(Parent);
  return Error ? problem("cannot write", Path, Error) : "";
}

} // namespace sourceprint
