// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// instr-rewrite: rewrites one C source of a compile command into a private tree. Called by instr-cc:
//
//   instr-rewrite --tree=DIR --input=FILE [--quiet-driver] -- REAL_COMPILER ARGUMENT...
//
// Prints what the compiler would say about the original text, in one piece and only if it is complete, on stderr.
// Exit status: driver/rewriter_status.h.
#include "compat.h"
#include "driver/rewriter_status.h"
#include "invocation.h"
#include "rewrite_action.h"
#include "clang/Frontend/CompilerInvocation.h"
#include "llvm/Support/CommandLine.h"
#include <unistd.h>

using namespace clang;
using namespace sourceprint;

namespace {

llvm::cl::opt<std::string> Tree("tree", llvm::cl::desc("private folder that takes the rewritten text"),
                                llvm::cl::value_desc("DIR"), llvm::cl::Required);
llvm::cl::opt<std::string> Input("input", llvm::cl::desc("the source to rewrite, spelled as in the command"),
                                 llvm::cl::value_desc("FILE"), llvm::cl::Required);
llvm::cl::opt<bool> QuietDriver("quiet-driver", llvm::cl::desc("leave out what concerns the whole command"));
llvm::cl::list<std::string> Command(llvm::cl::Positional, llvm::cl::desc("-- COMPILER ARGUMENT..."),
                                    llvm::cl::OneOrMore);

// The reason goes into the tree: stderr is the user's compiler's.
int giveUp(llvm::StringRef Reason) {
  std::error_code Ignored;
  llvm::raw_fd_ostream(Tree + "/" SP_REWRITER_REASON_FILE, Ignored) << Reason << "\n";
  return SP_REWRITER_GAVE_UP;
}

// What only the real compile may write or print.
void dropOutputs(CompilerInvocation &Invocation) {
  auto &Dependencies = Invocation.getDependencyOutputOpts();
  Dependencies.OutputFile.clear();
  Dependencies.DOTOutputFile.clear();
  Dependencies.HeaderIncludeOutputFile.clear();
  auto &Frontend = Invocation.getFrontendOpts();
  Frontend.OutputFile.clear();
  Frontend.ProgramAction = frontend::ParseSyntaxOnly;
  Frontend.ShowStats = false;
}

} // namespace

int main(int argc, char **argv) {
  llvm::cl::ParseCommandLineOptions(argc, argv, "Rewrites one C source for sourceprint; called by instr-cc.\n");
  std::vector<const char *> Arguments;
  for (const std::string &Word : Command)
    Arguments.push_back(Word.c_str());

  std::string Said, DriverSaid;
  llvm::raw_string_ostream OS(Said), DriverOS(DriverSaid);
  OS.enable_colors(true); // whether colours are used is the diagnostic options' decision
  DriverOS.enable_colors(true);
  CompileJob Job = findCompileJob(Arguments, Input, DriverOS);
  if (!QuietDriver)
    OS << DriverOS.str();
  if (Job.UserError) {
    llvm::errs() << OS.str();
    return SP_REWRITER_USER_ERROR;
  }
  if (!Job.Problem.empty())
    return giveUp(Job.Problem);

  std::vector<const char *> Words;
  for (const std::string &Word : Job.Arguments)
    Words.push_back(Word.c_str());
  auto Invocation = std::make_shared<CompilerInvocation>();
  compat::Diagnostics Early(std::make_unique<DiagnosticOptions>(), OS);
  if (!CompilerInvocation::CreateFromArgs(*Invocation, Words, Early.engine(), Arguments[0]))
    return giveUp("clang's driver made a command that clang does not take");
  dropOutputs(*Invocation);

  RewriteResult Result;
  auto Instance = compat::createInstance(std::move(Invocation), OS);
  RewriteAction Action(Result);
  bool Correct = Instance->ExecuteAction(Action);
  if (Correct && Result.Problem.empty())
    Result.Problem = writeOverlay(Tree, Result.Texts, Result.Names);
  if (Correct && !Result.Problem.empty())
    return giveUp(Result.Problem);
  llvm::errs() << OS.str();
  llvm::errs().flush();
  // The process is at its end: freeing the syntax tree would only take time.
  _exit(Correct ? SP_REWRITER_DONE : SP_REWRITER_USER_ERROR);
}
