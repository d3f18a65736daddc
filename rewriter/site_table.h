// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Builds the site table of one translation unit in the format that runtime/format.h declares.
#ifndef SOURCEPRINT_REWRITER_SITE_TABLE_H
#define SOURCEPRINT_REWRITER_SITE_TABLE_H

#include "runtime/format.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringRef.h"
#include <array>
#include <string>
#include <vector>

namespace sourceprint {

struct Site {
  llvm::StringRef File, Function, Snippet, DefFile;
  unsigned Line = 0, Column = 0, DefLine = 0;
  sp_site_kind Kind = SP_KIND_STATEMENT;
  sp_macro_relation Macro = SP_MACRO_NONE;
};

class SiteTable {
public:
  SiteTable();
  // Begins a function, whose sites follow, and returns its number.
  unsigned addFunction();
  // Adds a recorded site and returns its number k.
  unsigned add(const Site &S);
  // Another name for a recorded site's function.
  void setFunction(unsigned K, llvm::StringRef Function) { Recorded[K].function = string(Function); }
  // Makes a recorded site a step; see struct sp_site.
  void setStep(unsigned K, unsigned Step, unsigned Back) {
    Recorded[K].step = static_cast<uint8_t>(Step);
    Recorded[K].back = static_cast<uint16_t>(Back);
  }
  // Adds flags SP_SITE_... to a recorded site.
  void addFlags(unsigned K, unsigned Flags) { Recorded[K].kind |= static_cast<uint8_t>(Flags); }
  // Makes it a decision, unless it is an operand, which may be negated.
  void setDecides(unsigned K) {
    if ((Recorded[K].kind & SP_SITE_KIND) != SP_KIND_BRANCH)
      addFlags(K, SP_SITE_DECIDES);
  }
  // Of a `do`: that its body begins with site Begin.
  void setRepeats(unsigned K, unsigned Begin) {
    if ((Recorded[K].kind & SP_SITE_KIND) == SP_KIND_CONDITION && K - Begin < UINT8_MAX)
      Recorded[K].skip = static_cast<uint8_t>(K - Begin + 1);
  }
  // What the site of a head comes behind; see struct sp_site.
  void setBack(unsigned K, unsigned Back) { Recorded[K].back = static_cast<uint16_t>(Back); }
  // The sites say how control goes on from them.
  void setFacts() { HasFacts = true; }
  // Adds a statement that has no record.
  void addSkipped(const Site &S, sp_skip_reason Reason);

  size_t functions() const { return Functions.size(); }
  size_t sites() const { return Recorded.size(); }
  size_t skipped() const { return Skipped.size(); }

  // The table's bytes; MainFile as the compiler was given it, Directory where relative names begin.
  std::string serialize(llvm::StringRef MainFile, llvm::StringRef Directory);

private:
  uint32_t string(llvm::StringRef S);
  uint32_t fileName(llvm::StringRef Name);
  sp_site convert(const Site &S);

  std::vector<sp_site> Recorded, Skipped;
  std::vector<uint32_t> Functions; // number of the first site of each
  bool HasFacts = false;
  bool HasRelativeNames = false;
  std::string Strings;
  llvm::StringMap<uint32_t> Offsets;
};

// The source text [Text] of a statement as a snippet: white space and line ends folded to one blank, cut to
// SP_SNIPPET_MAX bytes.
std::string foldSnippet(llvm::StringRef Text);

// Bytes as the inside of a C string literal.
std::string escapeBytes(llvm::StringRef Bytes);

} // namespace sourceprint

#endif
