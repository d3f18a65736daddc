// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The options that both modes of instr-rewrite take: what is recorded, and where. An object of this class, made before
// the command line is parsed, makes them known.
#ifndef SOURCEPRINT_REWRITER_OPTION_FLAGS_H
#define SOURCEPRINT_REWRITER_OPTION_FLAGS_H

#include "rewrite_action.h"
#include "llvm/Support/CommandLine.h"

namespace sourceprint {

struct OptionFlags {
  llvm::cl::OptionCategory Category{"What is recorded"};
  llvm::cl::opt<Granularity> Detail{
      "granularity", llvm::cl::desc("how much is recorded"), llvm::cl::cat(Category),
      llvm::cl::init(Granularity::Statement),
      llvm::cl::values(clEnumValN(Granularity::Last, "last", "each thread's last statement, without a history"),
                       clEnumValN(Granularity::Function, "function", "entries of functions"),
                       clEnumValN(Granularity::Block, "block", "the first statement of each straight line of code"),
                       clEnumValN(Granularity::Statement, "statement", "each statement"),
                       clEnumValN(Granularity::Expression, "expression", "also the operands of &&, || and ?:"))};
  llvm::cl::opt<MacroRecords> Macros{
      "macros", llvm::cl::desc("what is recorded of macros"), llvm::cl::cat(Category),
      llvm::cl::init(MacroRecords::Expansion),
      llvm::cl::values(clEnumValN(MacroRecords::Invocation, "invocation", "where they are used"),
                       clEnumValN(MacroRecords::Expansion, "expansion", "the statements inside"),
                       clEnumValN(MacroRecords::Both, "both", "both"),
                       clEnumValN(MacroRecords::None, "none", "nothing"))};
  llvm::cl::opt<bool> LogInvocations{"log-macro-invocations", llvm::cl::desc("the same as --macros=invocation"),
                                     llvm::cl::cat(Category)};
  llvm::cl::opt<bool> LogExpansions{"log-macro-expansions",
                                    llvm::cl::desc("the same as --macros=expansion; with the one above, as both"),
                                    llvm::cl::cat(Category)};
  llvm::cl::opt<SignalHandlerMode> Handlers{
      "signal-handlers", llvm::cl::desc("what becomes of signal handlers"), llvm::cl::cat(Category),
      llvm::cl::init(SignalHandlerMode::Skip),
      llvm::cl::values(clEnumValN(SignalHandlerMode::Skip, "skip", "they have no records"),
                       clEnumValN(SignalHandlerMode::Record, "record", "they are recorded, with a warning"),
                       clEnumValN(SignalHandlerMode::Warn, "warn", "they have no records, with a warning"))};

  using List = llvm::cl::list<std::string>;
  List IncludeFile{"include-file", llvm::cl::desc("record only files that match (may be repeated)"),
                   llvm::cl::value_desc("PATTERN"), llvm::cl::cat(Category)};
  List ExcludeFile{"exclude-file", llvm::cl::desc("record no file that matches (may be repeated)"),
                   llvm::cl::value_desc("PATTERN"), llvm::cl::cat(Category)};
  List IncludeFunction{"include-function", llvm::cl::desc("record only functions that match (may be repeated)"),
                       llvm::cl::value_desc("PATTERN"), llvm::cl::cat(Category)};
  List ExcludeFunction{"exclude-function", llvm::cl::desc("record no function that matches (may be repeated)"),
                       llvm::cl::value_desc("PATTERN"), llvm::cl::cat(Category)};

  // Fills Options with what was given. Returns an empty string, or one line about a pattern that is wrong.
  std::string fill(RewriteOptions &Options) const;
};

} // namespace sourceprint

#endif
