// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compile_database.h"

#include "clang/Tooling/JSONCompilationDatabase.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"

using namespace clang::tooling;

namespace sourceprint {
namespace {

CompileUnit makeUnit(const CompileCommand &Command, const std::string &Path) {
  CompileUnit Unit;
  Unit.Path = Path;
  Unit.Folder = Command.Directory;
  for (size_t I = 1; I < Command.CommandLine.size(); ++I) {
    const std::string &Word = Command.CommandLine[I];
    if (Word.compare(0, 14, "-fsourceprint-") == 0)
      continue;
    Unit.Words.push_back(Word);
    if (Unit.Input.empty() && !Word.empty() && Word[0] != '-' && realPath(Word, Command.Directory) == Path)
      Unit.Input = Word;
  }
  return Unit;
}

} // namespace

std::string realPath(llvm::StringRef Path, llvm::StringRef Folder) {
  llvm::SmallString<256> Absolute(Path), Real;
  if (!llvm::sys::path::is_absolute(Path)) {
    Absolute = Folder;
    llvm::sys::path::append(Absolute, Path);
  }
  return llvm::sys::fs::real_path(Absolute, Real) ? "" : Real.str().str();
}

std::string CompileDatabase::load(const std::string &Folder) {
  Name = Folder + "/compile_commands.json";
  auto Buffer = llvm::MemoryBuffer::getFile(Name);
  if (!Buffer)
    return "cannot read " + Name + ": " + Buffer.getError().message();
  // Clang's reader takes more than JSON, and says where it stumbles in words of its own on stderr.
  llvm::Expected<llvm::json::Value> Parsed = llvm::json::parse((*Buffer)->getBuffer());
  if (!Parsed)
    return Name + " is damaged: " + llvm::toString(Parsed.takeError());
  std::string Problem;
  auto Database =
      JSONCompilationDatabase::loadFromBuffer((*Buffer)->getBuffer(), Problem, JSONCommandLineSyntax::AutoDetect);
  if (!Database) {
    llvm::StringRef Line = llvm::StringRef(Problem).split('\n').first;
    return Name + " is damaged: " + Line.str();
  }
  for (const CompileCommand &Command : Database->getAllCompileCommands()) {
    std::string Path = realPath(Command.Filename, Command.Directory);
    if (Path.empty())
      continue;
    auto [Known, New] = Units.try_emplace(Path);
    if (New)
      Known->second = makeUnit(Command, Path);
    else
      ++Known->second.Commands;
  }
  return "";
}

const CompileUnit *CompileDatabase::find(const std::string &Path) const {
  auto Found = Units.find(Path);
  return Found == Units.end() ? nullptr : &Found->second;
}

} // namespace sourceprint
