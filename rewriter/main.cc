// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// instr-rewrite: rewrites one C source of a compile command into a private tree. Called by instr-cc:
//
//   instr-rewrite --tree=DIR --input=FILE [--quiet-driver] -- REAL_COMPILER ARGUMENT...
//
// Prints what the compiler would say about the original text, in one piece and only if it is complete, on stderr.
// Exit status: driver/rewriter_status.h.
#include "driver/rewriter_status.h"
#include "translation_unit.h"
#include "llvm/Support/CommandLine.h"
#include <cstdlib>
#include <unistd.h>

using namespace sourceprint;

namespace {

llvm::cl::opt<std::string> Tree("tree", llvm::cl::desc("private folder that takes the rewritten text"),
                                llvm::cl::value_desc("DIR"), llvm::cl::Required);
llvm::cl::opt<std::string> Input("input", llvm::cl::desc("the source to rewrite, spelled as in the command"),
                                 llvm::cl::value_desc("FILE"), llvm::cl::Required);
llvm::cl::opt<bool> QuietDriver("quiet-driver", llvm::cl::desc("leave out what concerns the whole command"));
RewriteOptions Options;
llvm::cl::opt<Granularity, true> Detail(
    "granularity", llvm::cl::desc("how much is recorded"), llvm::cl::location(Options.Detail),
    llvm::cl::values(clEnumValN(Granularity::Function, "function", "entries of functions"),
                     clEnumValN(Granularity::Block, "block", "the first statement of each straight line of code"),
                     clEnumValN(Granularity::Statement, "statement", "each statement"),
                     clEnumValN(Granularity::Expression, "expression", "also the operands of &&, || and ?:")));
llvm::cl::opt<MacroRecords, true>
    Macros("macros", llvm::cl::desc("what is recorded of macros"), llvm::cl::location(Options.Macros),
           llvm::cl::values(clEnumValN(MacroRecords::Invocation, "invocation", "where they are used"),
                            clEnumValN(MacroRecords::Expansion, "expansion", "the statements inside"),
                            clEnumValN(MacroRecords::Both, "both", "both"),
                            clEnumValN(MacroRecords::None, "none", "nothing")));
llvm::cl::list<std::string> Command(llvm::cl::Positional, llvm::cl::desc("-- COMPILER ARGUMENT..."),
                                    llvm::cl::OneOrMore);

// The reason goes into the tree: stderr is the user's compiler's.
int giveUp(llvm::StringRef Reason) {
  std::error_code Ignored;
  llvm::raw_fd_ostream(Tree + "/" SP_REWRITER_REASON_FILE, Ignored) << Reason << "\n";
  return SP_REWRITER_GAVE_UP;
}

} // namespace

int main(int argc, char **argv) {
  llvm::cl::ParseCommandLineOptions(argc, argv, "Rewrites one C source for sourceprint; called by instr-cc.\n");
  std::vector<const char *> Arguments;
  for (const std::string &Word : Command)
    Arguments.push_back(Word.c_str());
  std::string Said;
  llvm::raw_string_ostream OS(Said);
  OS.enable_colors(true);
  // Clang's driver makes the temporary files that its command would need; here they go away with the tree.
  setenv("TMPDIR", Tree.c_str(), 1);
  RewriteResult Result;
  Outcome How = rewriteTranslationUnit(Arguments, Input, !QuietDriver, Options, Result, OS);
  if (How == Outcome::Rewritten) {
    Result.Problem = writeOverlay(Tree, Result.Texts, Result.Names);
    if (!Result.Problem.empty())
      How = Outcome::GaveUp;
  }
  if (How == Outcome::GaveUp)
    return giveUp(Result.Problem);
  llvm::errs() << OS.str();
  llvm::errs().flush();
  // The process is at its end: freeing the syntax tree would only take time.
  _exit(How == Outcome::Rewritten ? SP_REWRITER_DONE : SP_REWRITER_USER_ERROR);
}
