// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "standalone.h"

#include "mirror.h"
#include "mirror_plan.h"
#include "option_flags.h"
#include "translation_unit.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/WithColor.h"
#include <unistd.h>

extern "C" {
#include "driver/install.h"
}

namespace sourceprint {
namespace {

namespace cl = llvm::cl;

struct StandaloneFlags : OptionFlags {
  cl::OptionCategory Tree{"Which sources, and where to"};
  cl::opt<std::string> Build{"p", cl::desc("folder of compile_commands.json"), cl::value_desc("BUILD"), cl::cat(Tree)};
  cl::opt<std::string> Root{"input-root", cl::desc("folder of the sources"), cl::value_desc("ROOT"), cl::cat(Tree)};
  cl::opt<std::string> Output{"output-dir", cl::desc("folder that takes the rewritten tree"), cl::value_desc("DIR"),
                              cl::cat(Tree)};
  cl::opt<std::string> FileList{"file-list", cl::desc("a file that names sources, one a line"), cl::value_desc("F"),
                                cl::cat(Tree)};
  cl::alias FilterFile{"filter-file", cl::desc("the same as --include-file"), cl::aliasopt(IncludeFile),
                       cl::cat(Category)};
  cl::alias FilterFunction{"filter-function", cl::desc("the same as --include-function"), cl::aliasopt(IncludeFunction),
                           cl::cat(Category)};
  List Annotations{"signal-handler-annotation", cl::desc("one more annotation of signal handlers (may be repeated)"),
                   cl::value_desc("A"), cl::cat(Category)};
  List Files{cl::Positional, cl::desc("FILE..."), cl::cat(Tree)};
};

class Standalone {
public:
  explicit Standalone(const StandaloneFlags &Flags) : Flags(Flags) {}
  int run();

private:
  bool prepare();
  bool chooseUnits();
  void chooseUnit(const std::string &Name);
  bool survey();
  void rewrite(const CompileUnit &Unit);
  bool writeFiles(const CompileUnit &Unit, const std::map<std::string, const std::string *> &Texts);
  void report() const;

  std::vector<const char *> arguments(const CompileUnit &Unit) const;
  bool enter(const CompileUnit &Unit);
  bool fail(const std::string &Problem) {
    if (!Problem.empty()) {
      llvm::WithColor::error(llvm::errs(), "instr-rewrite") << Problem << "\n";
      ++Failures;
    }
    return Problem.empty();
  }
  void note(const std::string &Text) { llvm::WithColor::note(llvm::errs(), "instr-rewrite") << Text << "\n"; }

  const StandaloneFlags &Flags;
  RewriteOptions Options;
  std::string Compiler, Here;
  CompileDatabase Database;
  MirrorPlan Plan;
  Mirror Out;
  std::vector<const CompileUnit *> Units;
  std::set<std::string> Written; // paths of originals that are in the mirror
  unsigned Failures = 0, Rewritten = 0, Copied = 0, Shared = 0;
};

std::vector<const char *> Standalone::arguments(const CompileUnit &Unit) const {
  std::vector<const char *> Result = {Compiler.c_str()};
  for (const std::string &Word : Unit.Words)
    Result.push_back(Word.c_str());
  return Result;
}

bool Standalone::enter(const CompileUnit &Unit) {
  std::error_code Error = llvm::sys::fs::set_current_path(Unit.Folder);
  return fail(Error ? Unit.Path + ": cannot enter its folder " + Unit.Folder + ": " + Error.message() : "");
}

bool Standalone::prepare() {
  if (Flags.Build.empty() || Flags.Root.empty() || Flags.Output.empty())
    return fail("-p BUILD, --input-root ROOT and --output-dir DIR are needed; --help says more");
  llvm::SmallString<256> Current;
  llvm::sys::fs::current_path(Current);
  Here = Current.str().str();
  const char *Problem = nullptr;
  const char *Found = driver_find_compiler(nullptr, &Problem);
  if (!Found)
    return fail(Problem);
  Compiler = realPath(Found, Here);
  return fail(Flags.fill(Options)) && fail(Database.load(Flags.Build));
}

void Standalone::chooseUnit(const std::string &Name) {
  std::string Path = realPath(Name, Here);
  const CompileUnit *Unit = Path.empty() ? nullptr : Database.find(Path);
  if (Path.empty())
    fail(Name + ": no such file");
  else if (Plan.place(Name, Here).empty())
    fail(Name + ": it is not below the root " + Flags.Root);
  else if (!Unit)
    fail(Name + ": " + Database.name() + " has no command that compiles it");
  else if (Unit->Input.empty())
    fail(Name + ": the command in " + Database.name() + " does not name it");
  else if (std::find(Units.begin(), Units.end(), Unit) == Units.end())
    Units.push_back(Unit);
  else
    return;
  if (Unit && Unit->Commands > 1)
    note(Name + ": the first of " + std::to_string(Unit->Commands) + " commands that compile it counts");
}

// The named sources; without any, all of the database that lie below the root.
bool Standalone::chooseUnits() {
  for (const std::string &Name : Flags.Files)
    chooseUnit(Name);
  if (!Flags.FileList.empty()) {
    auto Buffer = llvm::MemoryBuffer::getFile(Flags.FileList);
    if (!Buffer)
      return fail("cannot read the list " + Flags.FileList + ": " + Buffer.getError().message());
    llvm::SmallVector<llvm::StringRef, 64> Lines;
    (*Buffer)->getBuffer().split(Lines, '\n');
    for (llvm::StringRef Line : Lines)
      if (Line = Line.trim(); !Line.empty() && Line[0] != '#')
        chooseUnit(Line.str());
  } else if (Flags.Files.empty()) {
    for (const auto &[Path, Unit] : Database.units())
      if (!Unit.Input.empty() && !Plan.place(Unit.Input, Unit.Folder).empty())
        Units.push_back(&Unit);
  }
  return !Units.empty() || Failures || fail("there is no source below " + Flags.Root + " in " + Database.name());
}

// Finds out what will be written, and what may not be edited, before anything is written.
bool Standalone::survey() {
  for (const CompileUnit *Unit : Units)
    if (enter(*Unit))
      Plan.add(*Unit, includedFiles(arguments(*Unit), Unit->Input));
  for (const auto &[Path, File] : Plan.files()) {
    for (const std::string &Place : File.Places)
      if (!fail(Out.check(Place)))
        return false;
    llvm::sys::fs::UniqueID Id;
    if (File.Readers > 1 && !llvm::sys::fs::getUniqueID(Path, Id))
      Options.Select.SharedFiles.insert(Id);
  }
  return true;
}

// Writes the files of a unit that are not there yet: with their new text, or as they are.
bool Standalone::writeFiles(const CompileUnit &Unit, const std::map<std::string, const std::string *> &Texts) {
  for (const std::string &Path : Plan.filesOf(Unit)) {
    if (!Written.insert(Path).second)
      continue;
    auto New = Texts.find(Path);
    auto Original = llvm::MemoryBuffer::getFile(Path, /*IsText=*/false, /*RequiresNullTerminator=*/false);
    if (New == Texts.end() && !Original) {
      fail("cannot read " + Path + ": " + Original.getError().message());
      continue;
    }
    const MirrorPlan::File &File = Plan.files().at(Path);
    for (const std::string &Place : File.Places)
      if (!fail(Out.write(Place, New == Texts.end() ? (*Original)->getBuffer() : llvm::StringRef(*New->second))))
        return false;
    ++(New == Texts.end() ? Copied : Rewritten);
    Shared += File.Readers > 1;
  }
  return true;
}

void Standalone::rewrite(const CompileUnit &Unit) {
  if (!enter(Unit))
    return;
  RewriteResult Result;
  Outcome How = rewriteTranslationUnit(arguments(Unit), Unit.Input, true, Options, Result, llvm::errs());
  if (How == Outcome::UserError) {
    ++Failures;
    return;
  }
  if (How == Outcome::GaveUp)
    note(Unit.Path + ": copied as it is: " + Result.Problem);
  std::map<std::string, const std::string *> Texts;
  for (const Editor::FileText &File : Result.Texts)
    Texts[realPath(*Result.Names.at(File.Entry).begin(), Unit.Folder)] = &File.Text;
  writeFiles(Unit, Texts);
}

void Standalone::report() const {
  llvm::outs() << Flags.Output << ": " << Rewritten << " files rewritten, " << Copied << " copied as they are";
  if (Shared)
    llvm::outs() << " (" << Shared << " of them because several sources read them)";
  llvm::outs() << "\n";
}

int Standalone::run() {
  if (!prepare() || !fail(Plan.open(Flags.Root, Flags.Output)) || !fail(Out.open(Flags.Output)) || !chooseUnits() ||
      !survey())
    return 1;
  for (const CompileUnit *Unit : Units)
    rewrite(*Unit);
  report();
  return Failures ? 1 : 0;
}

} // namespace

int runStandalone(int argc, char **argv) {
  StandaloneFlags Flags;
  cl::HideUnrelatedOptions({&Flags.Category, &Flags.Tree});
  cl::ParseCommandLineOptions(argc, argv, "Writes a tree of C sources with records in them.\n");
  return Standalone(Flags).run();
}

} // namespace sourceprint
