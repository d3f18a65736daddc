// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Prints, as a C array sorted by strcmp, the spelling of every option of the clang driver that takes arguments in
// words of their own, with how many, and those that take the rest of their word as a comma-separated list.
//
// Clang's parser is asked rather than its table read: each spelling is parsed with some words after it, and what the
// parser ate is the truth, in every LLVM version alike.

#if SOURCEPRINT_LLVM_MAJOR >= 22
#include "clang/Options/Options.h"
#else
#include "clang/Driver/Options.h"
#endif
#include "llvm/Option/Arg.h"
#include "llvm/Option/ArgList.h"
#include "llvm/Option/OptTable.h"
#include "llvm/Option/Option.h"

#include <cstdio>
#include <map>
#include <memory>
#include <string>

using namespace llvm::opt;
#if SOURCEPRINT_LLVM_MAJOR >= 22
namespace options = clang::options;
using clang::getDriverOptTable;
#else
namespace options = clang::driver::options;
using clang::driver::getDriverOptTable;
#endif

namespace {

struct Entry {
  const char *Kind;
  unsigned SeparateArgs;
};

const char *kindName(unsigned Kind) {
  switch (Kind) {
  case Option::CommaJoinedClass:
    return "SP_OPT_COMMA_JOINED";
  case Option::JoinedAndSeparateClass:
    return "SP_OPT_JOINED_AND_SEPARATE";
  case Option::JoinedOrSeparateClass:
    return "SP_OPT_JOINED_OR_SEPARATE";
  case Option::MultiArgClass:
    return "SP_OPT_MULTI_ARG";
  case Option::RemainingArgsClass:
    return "SP_OPT_REMAINING_ARGS";
  case Option::SeparateClass:
    return "SP_OPT_SEPARATE";
  default:
    return nullptr;
  }
}

std::unique_ptr<Arg> parse(const OptTable &Table, const InputArgList &Words, unsigned &Index) {
#if SOURCEPRINT_LLVM_MAJOR >= 17
  return Table.ParseOneArg(Words, Index, Visibility(options::ClangOption));
#else
  return Table.ParseOneArg(Words, Index, 0, options::NoDriverOption | options::CLOption);
#endif
}

void tryWord(const OptTable &Table, const std::string &Word, std::map<std::string, Entry> &Found) {
  // More words than any option takes, else it would parse as one with arguments missing.
  const char *Argv[] = {Word.c_str(), "1", "2", "3", "4", "5", "6", "7"};
  InputArgList Words(std::begin(Argv), std::end(Argv));
  unsigned Index = 0;
  std::unique_ptr<Arg> Parsed = parse(Table, Words, Index);
  if (!Parsed)
    return;
  const Arg *Spelled = Parsed->getAlias() ? Parsed->getAlias() : Parsed.get();
  // `-Ifoo` parses as `-I`: only a word that is itself a spelling counts.
  if (Spelled->getSpelling() != Word)
    return;
  unsigned Kind = Spelled->getOption().getKind();
  const char *Name = kindName(Kind);
  if (Name)
    Found[Word] = {Name, Kind == Option::RemainingArgsClass ? 0 : Index - 1};
}

} // namespace

int main() {
  const OptTable &Table = getDriverOptTable();
  std::map<std::string, Entry> Found;
  for (unsigned Id = 1; Id <= Table.getNumOptions(); ++Id) {
    Option Opt = Table.getOption(Id);
    for (const char *Prefix : {"", "-", "--"})
      tryWord(Table, Prefix + Opt.getName().str(), Found);
  }
  for (const auto &[Word, Entry] : Found)
    std::printf("{\"%s\", %s, %u},\n", Word.c_str(), Entry.Kind, Entry.SeparateArgs);
  return Found.empty();
}
