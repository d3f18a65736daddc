// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Prints what instr-cc has to know of clang's options and of the types of its inputs, as C arrays sorted by strcmp:
//
//   options     each spelling that takes words of its own, or that has an effect in option_effects.def, by any alias;
//               and each that begins like one of those, which would else be taken for it
//   extensions  each extension of a file name that clang knows, with the kind of input
//   languages   each argument of -x
//
// Clang is asked rather than its tables read: each spelling is parsed with some words after it, and what the parser
// ate is the truth, in every LLVM version alike.

#if SOURCEPRINT_LLVM_MAJOR >= 22
#include "clang/Options/Options.h"
#else
#include "clang/Driver/Options.h"
#endif
#include "clang/Driver/Types.h"
#include "llvm/Option/Arg.h"
#include "llvm/Option/ArgList.h"
#include "llvm/Option/OptTable.h"
#include "llvm/Option/Option.h"

#include <cstdio>
#include <cstring>
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
namespace types = clang::driver::types;

namespace {

struct Entry {
  bool Joined;
  unsigned SeparateArgs;
  std::string Effect;
};

using Entries = std::map<std::string, Entry>;

struct Effect {
  const char *Pattern, *Name;
} const Effects[] = {
#define DRIVER_X(Pattern, Effect) {Pattern, #Effect},
#include "driver/option_effects.def"
#undef DRIVER_X
};

bool isPrefix(const char *Pattern) { return Pattern[std::strlen(Pattern) - 1] == '*'; }

bool matches(const char *Pattern, const std::string &Word) {
  return isPrefix(Pattern) ? Word.compare(0, std::strlen(Pattern) - 1, Pattern, std::strlen(Pattern) - 1) == 0
                           : Word == Pattern;
}

std::string effectOf(const std::string &Spelling, const std::string &Canonical) {
  for (const Effect &Known : Effects)
    if (matches(Known.Pattern, Spelling) || matches(Known.Pattern, Canonical))
      return Known.Name;
  return "NONE";
}

bool isJoined(unsigned Kind) {
  return Kind == Option::JoinedClass || Kind == Option::CommaJoinedClass || Kind == Option::JoinedOrSeparateClass ||
         Kind == Option::JoinedAndSeparateClass;
}

std::unique_ptr<Arg> parse(const OptTable &Table, const InputArgList &Words, unsigned &Index) {
#if SOURCEPRINT_LLVM_MAJOR >= 17
  return Table.ParseOneArg(Words, Index, Visibility(options::ClangOption));
#else
  return Table.ParseOneArg(Words, Index, 0, options::NoDriverOption | options::CLOption);
#endif
}

void tryWord(const OptTable &Table, const std::string &Word, Entries &Found) {
  // More words than any option takes, else it would parse as one with arguments missing.
  const char *Argv[] = {Word.c_str(), "1", "2", "3", "4", "5", "6", "7"};
  InputArgList Words(std::begin(Argv), std::end(Argv));
  unsigned Index = 0;
  std::unique_ptr<Arg> Parsed = parse(Table, Words, Index);
  if (!Parsed)
    return;
  const Arg *Spelled = Parsed->getAlias() ? Parsed->getAlias() : Parsed.get();
  unsigned Kind = Spelled->getOption().getKind();
  // `-Ifoo` parses as `-I`: only a word that is itself a spelling counts.
  if (Spelled->getSpelling() != Word || Kind == Option::InputClass || Kind == Option::UnknownClass)
    return;
  std::string Canonical(Parsed->getOption().getPrefixedName());
  Found[Word] = {isJoined(Kind), Kind == Option::RemainingArgsClass ? 0 : Index - 1, effectOf(Word, Canonical)};
}

// What -Xclang can ask of the front end: an action is an output of another kind.
void addFrontendAction(const Option &Opt, Entries &Found) {
  if (Opt.matches(options::OPT_Action_Group) && Opt.getKind() != Option::GroupClass && Opt.getName() != "emit-obj")
    Found["-Xclang -" + Opt.getName().str()] = {isJoined(Opt.getKind()), 0, "NO_OBJECT"};
}

Entries findOptions() {
  const OptTable &Table = getDriverOptTable();
  Entries Found;
  for (unsigned Id = 1; Id <= Table.getNumOptions(); ++Id) {
    Option Opt = Table.getOption(Id);
    for (const char *Prefix : {"", "-", "--"})
      tryWord(Table, Prefix + Opt.getName().str(), Found);
    addFrontendAction(Opt, Found);
  }
  // Patterns need not be spellings: they may name a value, or what many options begin with.
  for (const Effect &Known : Effects) {
    std::string Word(Known.Pattern, std::strlen(Known.Pattern) - isPrefix(Known.Pattern));
    Found.insert({Word, {isPrefix(Known.Pattern), 0, Known.Name}});
  }
  return Found;
}

bool isShadow(const std::string &Word, const Entries &Found) {
  for (std::size_t Length = 1; Length < Word.size(); ++Length) {
    auto Shorter = Found.find(Word.substr(0, Length));
    if (Shorter != Found.end() && Shorter->second.Joined && Shorter->second.Effect != "NONE")
      return true;
  }
  return false;
}

const char *kindOf(types::ID Type) {
  if (Type == types::TY_C)
    return "C";
  if (types::onlyPrecompileType(Type))
    return "HEADER";
  return Type == types::TY_Object ? "OBJECT" : "OTHER_SOURCE";
}

void printTypes(const char *Array, const std::map<std::string, types::ID> &Types) {
  std::printf("const struct driver_input_type %s[] = {\n", Array);
  for (const auto &[Name, Type] : Types)
    std::printf("{\"%s\", SP_INPUT_%s},\n", Name.c_str(), kindOf(Type));
  std::printf("};\nconst size_t %s_count = sizeof %s / sizeof *%s;\n", Array, Array, Array);
}

// Tries all names of up to Room characters more.
void findExtensions(std::string &Name, unsigned Room, std::map<std::string, types::ID> &Found) {
  types::ID Type = Name.empty() ? types::TY_INVALID : types::lookupTypeForExtension(Name);
  if (Type != types::TY_INVALID)
    Found[Name] = Type;
  if (Room == 0)
    return;
  for (const char *Next = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ+0123456789"; *Next; ++Next) {
    Name.push_back(*Next);
    findExtensions(Name, Room - 1, Found);
    Name.pop_back();
  }
}

} // namespace

int main() {
  Entries Found = findOptions();
  std::printf("const struct driver_option driver_options[] = {\n");
  for (const auto &[Word, Entry] : Found)
    if (Entry.SeparateArgs > 0 || Entry.Effect != "NONE" || isShadow(Word, Found))
      std::printf("{\"%s\", %d, %u, SP_EFFECT_%s},\n", Word.c_str(), Entry.Joined, Entry.SeparateArgs,
                  Entry.Effect.c_str());
  std::printf("};\nconst size_t driver_option_count = sizeof driver_options / sizeof *driver_options;\n");

  std::map<std::string, types::ID> Extensions, Languages;
  std::string Name;
  findExtensions(Name, 4, Extensions);
  printTypes("driver_extensions", Extensions);
  for (unsigned Id = types::TY_INVALID + 1; Id < types::TY_LAST; ++Id) {
    const char *Language = types::getTypeName(static_cast<types::ID>(Id));
    types::ID Type = types::lookupTypeForTypeSpecifier(Language);
    if (Type != types::TY_INVALID)
      Languages[Language] = Type;
  }
  printTypes("driver_languages", Languages);
  return Found.empty() || Extensions.empty() || Languages.empty();
}
