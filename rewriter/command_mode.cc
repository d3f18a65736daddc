// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "command_mode.h"

#include "driver/rewriter_status.h"
#include "option_flags.h"
#include "translation_unit.h"
#include <cstdlib>
#include <cstring>
#include <unistd.h>

namespace sourceprint {
namespace {

struct CommandFlags : OptionFlags {
  llvm::cl::opt<std::string> Tree{"tree", llvm::cl::desc("private folder that takes the rewritten text"),
                                  llvm::cl::value_desc("DIR"), llvm::cl::Required};
  llvm::cl::opt<std::string> Input{"input", llvm::cl::desc("the source to rewrite, spelled as in the command"),
                                   llvm::cl::value_desc("FILE"), llvm::cl::Required};
  llvm::cl::opt<bool> QuietDriver{"quiet-driver", llvm::cl::desc("leave out what concerns the whole command")};
  llvm::cl::list<std::string> Command{llvm::cl::Positional, llvm::cl::desc("-- COMPILER ARGUMENT..."),
                                      llvm::cl::OneOrMore};
};

// Words go into the tree: what stderr shows, and when, is instr-cc's decision.
bool write(const std::string &Tree, const char *Name, llvm::StringRef Words) {
  std::error_code Error;
  llvm::raw_fd_ostream File(Tree + "/" + Name, Error);
  File << Words;
  File.close();
  bool Failed = Error || File.has_error();
  File.clear_error();
  return !Failed;
}

int giveUp(const std::string &Tree, llvm::StringRef Reason) {
  write(Tree, SP_REWRITER_REASON_FILE, Reason.str() + "\n");
  return SP_REWRITER_GAVE_UP;
}

// For a compile of its own, whose object has another name than the command's output. An empty name is one, too: with it
// LLVM 14 takes the source's.
std::string frontEndOptions(const RewriteResult &Result) {
  return "-coverage-notes-file=" + Result.CoverageNotes + "\n-coverage-data-file=" + Result.CoverageData + "\n";
}

int rewrite(const CommandFlags &Flags, const RewriteOptions &Options) {
  std::vector<const char *> Arguments;
  for (const std::string &Word : Flags.Command)
    Arguments.push_back(Word.c_str());
  std::string Said;
  llvm::raw_string_ostream OS(Said);
  OS.enable_colors(true);
  // Clang's driver makes the temporary files that its command would need; here they go away with the tree.
  setenv("TMPDIR", Flags.Tree.c_str(), 1);
  RewriteResult Result;
  Outcome How = rewriteTranslationUnit(Arguments, Flags.Input, !Flags.QuietDriver, Options, Result, OS);
  if (How == Outcome::Rewritten)
    Result.Problem = writeOverlay(Flags.Tree, Result.Texts, Result.Names);
  if (How == Outcome::UserError)
    return SP_REWRITER_USER_ERROR;
  if (How == Outcome::Rewritten && !(write(Flags.Tree, SP_REWRITER_WORDS_FILE, OS.str()) &&
                                     write(Flags.Tree, SP_REWRITER_OPTIONS_FILE, frontEndOptions(Result))))
    Result.Problem = "cannot write into the private folder";
  // Without the list, which comes last, nothing is taken into the cache.
  if (Result.Problem.empty() && Result.Cacheable)
    write(Flags.Tree, SP_REWRITER_FILES_FILE, Result.Files.list());
  return Result.Problem.empty() ? SP_REWRITER_DONE : giveUp(Flags.Tree, Result.Problem);
}

} // namespace

bool isCommandMode(int argc, char **argv) { return argc > 1 && std::strncmp(argv[1], "--tree=", 7) == 0; }

void runCommandMode(int argc, char **argv) {
  CommandFlags Flags;
  llvm::cl::ParseCommandLineOptions(argc, argv, "Rewrites one C source for sourceprint; called by instr-cc.\n");
  RewriteOptions Options;
  std::string Problem = Flags.fill(Options);
  // The process is at its end: freeing the syntax tree would only take time.
  _exit(Problem.empty() ? rewrite(Flags, Options) : giveUp(Flags.Tree, Problem));
}

} // namespace sourceprint
