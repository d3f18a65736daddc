// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "site_table.h"

#include "llvm/ADT/StringExtras.h"
#include <cstring>

namespace sourceprint {

SiteTable::SiteTable() : Strings(1, '\0') {} // offset 0 is the empty string

uint32_t SiteTable::string(llvm::StringRef S) {
  if (S.empty())
    return 0;
  auto [Entry, New] = Offsets.try_emplace(S, static_cast<uint32_t>(Strings.size()));
  if (New) {
    Strings += S;
    Strings += '\0';
  }
  return Entry->second;
}

uint32_t SiteTable::fileName(llvm::StringRef Name) {
  HasRelativeNames |= !Name.empty() && Name[0] != '/';
  return string(Name);
}

sp_site SiteTable::convert(const Site &S) {
  sp_site Result = {};
  Result.file = fileName(S.File);
  Result.function = string(S.Function);
  Result.snippet = string(S.Snippet);
  Result.line = S.Line;
  Result.def_file = fileName(S.DefFile);
  Result.def_line = S.DefLine;
  Result.column = S.Column <= UINT16_MAX ? static_cast<uint16_t>(S.Column) : 0;
  Result.kind = S.Kind;
  Result.macro = S.Macro;
  return Result;
}

unsigned SiteTable::addFunction() {
  Functions.push_back(static_cast<uint32_t>(Recorded.size()));
  return static_cast<unsigned>(Functions.size() - 1);
}

unsigned SiteTable::add(const Site &S) {
  Recorded.push_back(convert(S));
  return static_cast<unsigned>(Recorded.size() - 1);
}

void SiteTable::addSkipped(const Site &S, sp_skip_reason Reason) {
  Skipped.push_back(convert(S));
  Skipped.back().skip = Reason;
}

std::string SiteTable::serialize(llvm::StringRef MainFile, llvm::StringRef Directory) {
  sp_table_header Header = {};
  Header.main_file = string(MainFile);
  // Where no name needs it, objects of different folders stay the same.
  Header.directory = HasRelativeNames ? string(Directory) : 0;
  Header.magic = SP_TABLE_MAGIC;
  Header.version = SP_FORMAT_VERSION;
  Header.header_bytes = sizeof(Header);
  Header.site_count = static_cast<uint32_t>(Recorded.size());
  Header.skipped_count = static_cast<uint32_t>(Skipped.size());
  Header.function_count = static_cast<uint32_t>(Functions.size());
  Header.string_offset = static_cast<uint32_t>(sizeof(Header) + (Recorded.size() + Skipped.size()) * sizeof(sp_site) +
                                               Functions.size() * sizeof(uint32_t));
  Header.facts = HasFacts ? SP_TABLE_FACTS : 0;
  Header.string_bytes = static_cast<uint32_t>(Strings.size());
  size_t Total = Header.string_offset + Strings.size();
  Total = (Total + SP_TABLE_ALIGN - 1) / SP_TABLE_ALIGN * SP_TABLE_ALIGN;
  Header.total_bytes = static_cast<uint32_t>(Total);

  std::string Bytes(sizeof(Header), '\0');
  Bytes.reserve(Total);
  for (const auto *Sites : {&Recorded, &Skipped})
    Bytes.append(reinterpret_cast<const char *>(Sites->data()), Sites->size() * sizeof(sp_site));
  Bytes.append(reinterpret_cast<const char *>(Functions.data()), Functions.size() * sizeof(uint32_t));
  Bytes += Strings;
  Bytes.resize(Total);
  Header.checksum = sp_checksum(Bytes.data() + sizeof(Header), Total - sizeof(Header));
  std::memcpy(&Bytes[0], &Header, sizeof(Header));
  return Bytes;
}

std::string foldSnippet(llvm::StringRef Text) {
  std::string Result;
  for (char C : Text) {
    bool Space = C == ' ' || (C >= '\t' && C <= '\r');
    if (!Space)
      Result += C;
    else if (!Result.empty() && Result.back() != ' ')
      Result += ' ';
    if (Result.size() >= SP_SNIPPET_MAX)
      break;
  }
  while (!Result.empty() && Result.back() == ' ')
    Result.pop_back();
  return Result;
}

std::string escapeBytes(llvm::StringRef Bytes) {
  std::string Result;
  Result.reserve(Bytes.size() * 2);
  for (size_t I = 0; I < Bytes.size(); ++I) {
    auto C = static_cast<unsigned char>(Bytes[I]);
    // A '?' could begin a trigraph.
    if (llvm::isPrint(C) && C != '"' && C != '\\' && C != '?') {
      Result += static_cast<char>(C);
      continue;
    }
    // The shortest octal escape that a digit behind it cannot extend.
    bool DigitFollows = I + 1 < Bytes.size() && Bytes[I + 1] >= '0' && Bytes[I + 1] <= '7';
    char Digits[3] = {static_cast<char>('0' + (C >> 6)), static_cast<char>('0' + (C >> 3 & 7)),
                      static_cast<char>('0' + (C & 7))};
    unsigned Skip = DigitFollows || C >= 64 ? 0 : C >= 8 ? 1 : 2;
    Result += '\\';
    Result.append(Digits + Skip, 3 - Skip);
  }
  return Result;
}

} // namespace sourceprint
