// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Headers, lines, places and words: what the rest of the world sees of a rewritten source.
#include "rewrite_fixture.h"

#include "rewriter/site_table.h"
#include "llvm/Config/llvm-config.h"
#include <algorithm>
#include <sys/stat.h>

class Files : public RewriteTest {};

TEST_F(Files, LinesKeepTheirNumbers) {
  std::string Text = "#include <stddef.h>\n\nint f(int a)\n{\n  if (a)\n    return 1;\n  else\n\n    return 2;\n}\n";
  rewrite(Text);
  std::string Raw = rawText("main.c");
  EXPECT_EQ(std::count(Text.begin(), Text.end(), '\n'), std::count(Raw.begin(), Raw.end(), '\n'));
  ASSERT_EQ(sites().size(), 3u);
  EXPECT_EQ(sites()[0].Line, 5u);
  EXPECT_EQ(sites()[0].Column, 3u);
  EXPECT_EQ(sites()[2].Line, 9u);
  EXPECT_EQ(sites()[2].Column, 5u);
}

TEST_F(Files, NothingComesBeforeTheUsersOwnFirstLine) {
  // With an include or a declaration in front, _GNU_SOURCE would come too late.
  rewrite("#define _GNU_SOURCE\n#include <sys/mman.h>\nvoid*f(void*p){return mremap(p,1,2,0);}\n");
  EXPECT_EQ(rawText("main.c").find("#define _GNU_SOURCE\n#include <sys/mman.h>\n"), 0u);
  EXPECT_TRUE(compiles());
  EXPECT_EQ(Said, "");
}

TEST_F(Files, RelativeNamesHaveTheFolderOfDebugInformation) {
  const std::string Text = "int f(int a){return a;}\n";
  rewrite(Text);
  EXPECT_EQ(directory(), Folder);
  rewrite(Text, {"-fdebug-prefix-map=" + Folder + "=/usr/src/x"});
  EXPECT_EQ(directory(), "/usr/src/x");
  rewrite(Text, {"-ffile-prefix-map=/=/no", "-ffile-prefix-map=" + Folder + "=.", "-g"});
  EXPECT_EQ(directory(), LLVM_VERSION_MAJOR >= 17 ? "." : "/no" + Folder.substr(1));
  rewrite(Text, {"-fdebug-compilation-dir=/elsewhere"});
  EXPECT_EQ(directory(), "/elsewhere");
  rewrite(Text, {"-ffile-compilation-dir=."});
  EXPECT_EQ(directory(), ".");
}

TEST_F(Files, NamesOfFilesAreThoseOfDebugInformation) {
  write("own.h", "static inline int twice(int x){return 2*x;}\n#define THREE(x) if (x) return 3;\n");
  rewrite("#include \"own.h\"\n# 1 \"" + Folder + "/f.y\"\nint f(int a){THREE(a)return twice(a);}\n",
          {"-iquote" + Folder, "-ffile-prefix-map=" + Folder + "=/usr/src/x"});
  for (const FoundSite &Found : sites())
    EXPECT_EQ(Found.File.find(Folder), std::string::npos) << Found.File;
}

TEST_F(Files, AbsoluteNamesNeedNoFolder) {
  const std::string Text = "int f(int a){return a;}\n";
  rewrite("# 1 \"/src/f.y\"\n" + Text);
  EXPECT_EQ(directory(), "");
}

TEST_F(Files, InlineFunctionsOfUserHeaders) {
  write("own.h", "#pragma once\nstatic inline int twice(int x){return 2*x;}\n");
  rewrite("#include \"own.h\"\n#include \"./own.h\"\nint f(int a){return twice(a);}\n");
  EXPECT_EQ(text("./own.h"), "#pragma once\nstatic inline int twice(int x){! @0;return 2*x;}\n");
  EXPECT_TRUE(compiles());
  EXPECT_EQ(sites()[0].Function, "twice");
  EXPECT_NE(sites()[0].File.find("own.h"), std::string::npos);
}

TEST_F(Files, SystemHeadersStayAsTheyAre) {
  mkdir("system", 0700);
  write("system/theirs.h", "static inline int theirs(int x){return x;}\n");
  rewrite("#include <theirs.h>\nint f(int a){return theirs(a);}\n", {"-isystem", "system"});
  EXPECT_EQ(rawText("system/theirs.h"), "");
  EXPECT_EQ(sites().size(), 1u);
}

TEST_F(Files, AFileIncludedTwiceHasEachSiteOnce) {
  write("template.h", "static int NAME(int x){return x+1;}\n");
  rewrite("int before(void){return 0;}\n#define NAME one\n#include \"template.h\"\n#undef NAME\n#define NAME two\n"
          "#include \"template.h\"\nint f(int a){return one(a)+two(a);}\n");
  ASSERT_EQ(sites().size(), 3u);
  EXPECT_EQ(sites()[1].Function, "one|two");
  EXPECT_TRUE(compiles());
}

TEST_F(Files, AFileThatNeedsDifferentTextStaysAsItIs) {
  write("list.def", "ITEM(a)\n");
  rewrite("int before(void){return 0;}\n#define ITEM(x) int x;\n#include \"list.def\"\n#undef ITEM\n"
          "#define ITEM(x) x++;\nvoid f(void){\n#include \"list.def\"\n}\n");
  EXPECT_EQ(sites().size(), 1u);
  EXPECT_TRUE(compiles());
  ASSERT_EQ(skipped().size(), 1u);
  EXPECT_EQ(skipped()[0].Skip, SP_SKIP_REPEATED_INCLUDE);
}

TEST_F(Files, ASourceThatIncludesItself) {
  write("first.h", "int declared;\n");
  rewrite("#ifndef INSIDE\n#define INSIDE\n#include \"first.h\"\n#include \"main.c\"\nint f(void){return 1;}\n#else\n"
          "int g(void){return 2;}\n#endif\n");
  EXPECT_EQ(sites().size(), 2u);
  EXPECT_TRUE(compiles());
}

TEST_F(Files, APieceOfAFunctionInAFileOfItsOwn) {
  write("piece.inc", "a++;\nif(a)a=2;\n");
  rewrite("int f(int a){\n#include \"piece.inc\"\nreturn a;}\n");
  EXPECT_EQ(text("./piece.inc"), " @0;a++;\n @1;if(a) @2, a=2;\n");
  EXPECT_TRUE(compiles());
}

TEST_F(Files, LineDirectivesAreFollowed) {
  rewrite("int f(int a){\n#line 100 \"grammar.y\"\nreturn a;}\n");
  ASSERT_EQ(sites().size(), 1u);
  EXPECT_EQ(sites()[0].File, "grammar.y");
  EXPECT_EQ(sites()[0].Line, 100u);
}

TEST_F(Files, SnippetsAreFoldedAndShort) {
  rewrite("int g(int,int);int f(int a){return g(a,\n\t  2);}\n");
  EXPECT_EQ(sites()[0].Snippet, "return g(a, 2)");
  EXPECT_LE(sourceprint::foldSnippet(std::string(1000, 'x')).size(), SP_SNIPPET_MAX);
}

TEST_F(Files, ByteOrderMarkAndCarriageReturns) {
  rewrite("\xef\xbb\xbfint f(int a){\r\nif(a)\r\nreturn 1;\r\nreturn 2;}\r\n");
  EXPECT_TRUE(compiles());
  EXPECT_EQ(sites().size(), 3u);
  EXPECT_EQ(sites()[2].Line, 4u);
}

TEST_F(Files, ALastLineWithoutAnEnd) {
  rewrite("int f(int a){return a;} // the end \\");
  EXPECT_TRUE(compiles());
}

TEST_F(Files, NoFunctionNoChange) {
  rewrite("int a;\n");
  EXPECT_TRUE(Result.Texts.empty());
}

TEST_F(Files, TheCompilersWordsAreOfTheOriginalText) {
  rewrite("int f(int a){int unused;\n  if (a = 1) return 2;\n  return 3;}\n", {"-Wall"});
  EXPECT_NE(Said.find("main.c:1:18: warning: unused variable 'unused' [-Wunused-variable]"), std::string::npos) << Said;
  EXPECT_NE(Said.find("main.c:2:9: warning: using the result of an assignment"), std::string::npos) << Said;
  EXPECT_NE(Said.find("2 warnings generated.\n"), std::string::npos) << Said;
}

TEST_F(Files, AnErrorIsTheUsers) {
  rewrite("int f(void){return x;}\n", {}, sourceprint::Outcome::UserError);
  EXPECT_NE(Said.find("main.c:1:20: error: use of undeclared identifier 'x'"), std::string::npos) << Said;
}

TEST_F(Files, AnUnknownOptionIsTheUsersError) {
  rewrite("int a;\n", {"-fno-such-option"}, sourceprint::Outcome::UserError);
  EXPECT_NE(Said.find("clang: error: unknown argument"), std::string::npos) << Said;
}

TEST(EscapeBytes, EscapesOnlyWhatNeedsIt) {
  EXPECT_EQ(sourceprint::escapeBytes("ab c"), "ab c");
  EXPECT_EQ(sourceprint::escapeBytes("\"\\"), "\\42\\134");
  EXPECT_EQ(sourceprint::escapeBytes("?\?="), "\\77\\77=");
  EXPECT_EQ(sourceprint::escapeBytes(llvm::StringRef("\0", 1)), "\\0");
  EXPECT_EQ(sourceprint::escapeBytes(llvm::StringRef("\0"
                                                     "7",
                                                     2)),
            "\\0007"); // the digit is not part of the escape
  EXPECT_EQ(sourceprint::escapeBytes(llvm::StringRef("\0"
                                                     "8",
                                                     2)),
            "\\08");
  EXPECT_EQ(sourceprint::escapeBytes("\n\x80"), "\\12\\200");
}
