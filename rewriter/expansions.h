// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Decides which macro invocations may be replaced by their expansion, so that records can stand between the statements
// inside. The replacement must be the very tokens that the parser saw, found again by a second preprocessing.
#ifndef SOURCEPRINT_REWRITER_EXPANSIONS_H
#define SOURCEPRINT_REWRITER_EXPANSIONS_H

#include "inclusions.h"
#include "runtime/format.h"
#include "token_map.h"
#include "llvm/ADT/DenseMap.h"
#include <map>
#include <set>

namespace sourceprint {

// What is recorded of a macro that makes statements: one record where it is used, those inside, both, or nothing.
enum class MacroRecords { Invocation, Expansion, Both, None };

class Expansions {
public:
  Expansions(const TokenMap &Tokens, const Inclusions &Files, MacroRecords Wanted)
      : Tokens(Tokens), Files(Files), Wanted(Wanted) {}

  // Notes what the tokens will not tell; call before the main file is entered.
  void watch(clang::Preprocessor &PP);

  bool expansionsWanted() const { return Wanted == MacroRecords::Expansion || Wanted == MacroRecords::Both; }
  bool invocationsWanted() const { return Wanted == MacroRecords::Invocation || Wanted == MacroRecords::Both; }

  // Why the invocation of a macro's token stays as it is; SP_SKIP_NONE if it can be replaced, and that is wanted.
  sp_skip_reason problem(TokenMap::Index I) const;

private:
  class Watcher;
  sp_skip_reason findProblem(const TokenMap::Invocation &Use) const;
  bool hasDirective(const TokenMap::Invocation &Use) const;
  sp_skip_reason special(const TokenMap::Invocation &Use) const;

  const TokenMap &Tokens;
  const Inclusions &Files;
  MacroRecords Wanted;
  const clang::SourceManager *SM = nullptr;
  // Places of _Pragma and __COUNTER__, wherever they were spelled, by the place in a file that they came from.
  std::map<clang::FileID, std::map<unsigned, sp_skip_reason>> Special;
  mutable llvm::DenseMap<unsigned, sp_skip_reason> Known; // by the invocation's location
};

} // namespace sourceprint

#endif
