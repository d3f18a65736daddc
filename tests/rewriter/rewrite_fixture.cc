// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "rewrite_fixture.h"

#include "sourceprint_llvm.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Program.h"
#include "llvm/Support/raw_ostream.h"
#include <cstdlib>
#include <fstream>
#include <regex>
#include <sys/stat.h>
#include <unistd.h>

using namespace sourceprint;

void RewriteTest::SetUp() {
  const char *Temporary = getenv("TEST_TMPDIR");
  std::string Template = std::string(Temporary ? Temporary : "/tmp") + "/rewrite-XXXXXX";
  ASSERT_NE(mkdtemp(&Template[0]), nullptr);
  Folder = Template;
  ASSERT_EQ(chdir(Folder.c_str()), 0);
}

void RewriteTest::write(const std::string &Name, const std::string &Text) { std::ofstream(Name) << Text; }

void RewriteTest::rewrite(const std::string &Text, std::vector<std::string> Words, Outcome Wanted) {
  write("main.c", Text);
  Result = RewriteResult();
  Recorded.clear();
  Skipped.clear();
  // Optimized, unless the words say otherwise: there more is inserted.
  Words.insert(Words.begin(), {SOURCEPRINT_REAL_CLANG, "-O1"});
  Words.insert(Words.end(), {"-c", "main.c"});
  std::vector<const char *> Arguments;
  for (const std::string &Word : Words)
    Arguments.push_back(Word.c_str());
  llvm::raw_string_ostream OS(Said);
  Outcome Got = rewriteTranslationUnit(Arguments, "main.c", true, Options, Result, OS);
  OS.flush();
  ASSERT_EQ(Got, Wanted) << Said << Result.Problem;
  readTable();
}

std::string RewriteTest::rawText(const std::string &Name) const {
  for (const Editor::FileText &File : Result.Texts)
    if (Result.Names.at(File.Entry).count(Name))
      return File.Text;
  return "";
}

std::string RewriteTest::text(const std::string &Name) const {
  return std::regex_replace(shape(Name), std::regex("[$^~]([0-9]+)"), "@$1");
}

std::string RewriteTest::shape(const std::string &Name) const {
  std::string Text = rawText(Name);
  size_t Begin = Text.find(" struct __sp_ring{");
  const std::string LastWords = "return __sp(r,k);} ";
  if (Begin != std::string::npos)
    Text.erase(Begin, Text.find(LastWords, Begin) + LastWords.size() - Begin);
  const std::string TableAlone = " static __const unsigned char __sp_tab[";
  if ((Begin = Text.find(TableAlone)) != std::string::npos)
    Text.erase(Begin, Text.find("\"; ", Begin) + 3 - Begin);
  const std::regex Entry(" __sp_ring_at __sp_r=__sp_enter\\([0-9]+\\);__sp_byte_at __sp_p "
                         "__attribute__\\(\\(__unused__\\)\\);");
  Text = std::regex_replace(Text, Entry, "!");
  // What a function of a handler's type begins with has tests of its own.
  const std::regex Handler("!(__sp_signal [^;]*;)?__sp_is_signal\\([^;]*;");
  Text = std::regex_replace(Text, Handler, "!");
  Text = std::regex_replace(Text, std::regex("__sp_p=__sp\\(__sp_r,([0-9]+)\\)"), "@$1");
  Text = std::regex_replace(Text, std::regex("__sp_p=__sp_next\\(__sp_r,__sp_p,([0-9]+)\\)"), "^$1");
  Text = std::regex_replace(Text, std::regex("__sp_p=__sp_timed\\(__sp_r,([0-9]+)\\)"), "~$1");
  Text = std::regex_replace(Text, std::regex("__sp_step\\(__sp_p,([0-9]+),[0-9]+\\)"), "$$$1");
  const std::regex Store("\\(\\(__sp_long\\)__sp_p<0\\?([$][0-9]+):"
                         "\\(__sp_void\\)\\(\\(\\(__sp_place_at\\)__sp_p\\)->__sp_number=[0-9]+\\)\\)");
  return std::regex_replace(Text, Store, "$1");
}

std::string RewriteTest::body(const std::string &Statements, std::vector<std::string> Words) {
  rewrite("int g(int);void h(void);int a,b,*p;\nint f(int c,int d){" + Statements + "}\n", std::move(Words));
  EXPECT_TRUE(compiles());
  return inside(text());
}

std::string RewriteTest::trees(const std::string &Statements, std::vector<std::string> Words) {
  rewrite("int g(int);void h(void);int a,b,*p;\nint f(int c,int d){" + Statements + "}\n", std::move(Words));
  EXPECT_TRUE(compiles());
  return inside(shape());
}

std::string RewriteTest::inside(const std::string &Text) {
  size_t Begin = Text.find("int f(int c,int d){") + 19;
  return Text.substr(Begin, Text.rfind('}') - Begin);
}

// The table stands in the text as a string literal of octal escapes.
void RewriteTest::readTable() {
  std::string Literal;
  for (const Editor::FileText &File : Result.Texts) {
    size_t Begin = File.Text.find("__aligned__(8)))=\"");
    if (Begin != std::string::npos)
      Literal = File.Text.substr(Begin + 18, File.Text.find("\";", Begin + 18) - Begin - 18);
  }
  if (Literal.empty())
    return;
  std::string Bytes;
  for (size_t I = 0; I < Literal.size(); ++I) {
    unsigned Value = static_cast<unsigned char>(Literal[I]);
    if (Literal[I] == '\\') {
      Value = 0;
      for (int Digits = 0; Digits < 3 && Literal[I + 1] >= '0' && Literal[I + 1] <= '7'; ++Digits)
        Value = Value * 8 + static_cast<unsigned>(Literal[++I] - '0');
    }
    Bytes += static_cast<char>(Value);
  }
  auto *Header = reinterpret_cast<const sp_table_header *>(Bytes.data());
  ASSERT_EQ(Header->magic, SP_TABLE_MAGIC);
  ASSERT_EQ(Header->total_bytes, Bytes.size());
  ASSERT_EQ(Header->checksum, sp_checksum(Bytes.data() + sizeof *Header, Bytes.size() - sizeof *Header));
  auto *Sites = reinterpret_cast<const sp_site *>(Header + 1);
  HasFacts = Header->facts == SP_TABLE_FACTS;
  const char *Strings = Bytes.data() + Header->string_offset;
  Directory = Strings + Header->directory;
  for (uint32_t I = 0; I < Header->site_count + Header->skipped_count; ++I) {
    const sp_site &S = Sites[I];
    FoundSite Found{S.line,
                    S.column,
                    static_cast<unsigned>(S.kind & SP_SITE_KIND),
                    S.macro,
                    S.skip,
                    S.def_line,
                    Strings + S.file,
                    Strings + S.function,
                    Strings + S.snippet,
                    Strings + S.def_file,
                    S.step,
                    S.back,
                    static_cast<unsigned>(S.kind & ~SP_SITE_KIND)};
    (I < Header->site_count ? Recorded : Skipped).push_back(Found);
  }
}

bool RewriteTest::compiles(std::vector<std::string> Words) const {
  std::string Tree = Folder + "/tree-XXXXXX";
  EXPECT_NE(mkdtemp(&Tree[0]), nullptr);
  std::string Problem = writeOverlay(Tree, Result.Texts, Result.Names);
  EXPECT_EQ(Problem, "");
  Words.insert(Words.begin(), {SOURCEPRINT_REAL_CLANG, "-ivfsoverlay", Tree + "/overlay.yaml", "-Wno-everything", "-c",
                               "main.c", "-o", "main.o"});
  std::vector<llvm::StringRef> Arguments(Words.begin(), Words.end());
  return llvm::sys::ExecuteAndWait(SOURCEPRINT_REAL_CLANG, Arguments) == 0;
}
