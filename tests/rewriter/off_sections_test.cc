// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Sections between SOURCEPRINT_OFF and SOURCEPRINT_ON.
#include "rewrite_fixture.h"

class OffSections : public RewriteTest {
protected:
  void SetUp() override {
    RewriteTest::SetUp();
    write("switches.h", "#define SOURCEPRINT_OFF\n#define SOURCEPRINT_ON\n");
  }
  // Rewrites Text with both macros defined, and returns it.
  std::string rewritten(const std::string &Text, std::vector<std::string> Words = {}) {
    Words.insert(Words.begin(), {"-include", "switches.h"});
    rewrite(Text, Words);
    EXPECT_TRUE(compiles(Words));
    for (const FoundSite &Site : skipped())
      EXPECT_EQ(Site.Skip, SP_SKIP_OFF_SECTION) << Site.Snippet;
    return text();
  }
};

TEST_F(OffSections, WholeFunctionsStayAsTheyAre) {
  EXPECT_EQ(rewritten("int a(void){return 1;}\nSOURCEPRINT_OFF\nint b(void){return 2;}\nSOURCEPRINT_ON\n"
                      "int c(void){return 3;}\n"),
            "int a(void){! @0;return 1;}\nSOURCEPRINT_OFF\nint b(void){return 2;}\nSOURCEPRINT_ON\n"
            "int c(void){! @1;return 3;}\n");
  ASSERT_EQ(skipped().size(), 1u);
  EXPECT_EQ(skipped()[0].Function, "b");
  EXPECT_EQ(skipped()[0].Line, 3u);
}

TEST_F(OffSections, PartsOfAFunctionWithAndWithoutSemicolons) {
  EXPECT_EQ(rewritten("void h(void);void f(int a){h();SOURCEPRINT_OFF h();while(a)h();SOURCEPRINT_ON h();"
                      "SOURCEPRINT_OFF;a=1;SOURCEPRINT_ON;a=2;}\n"),
            "void h(void);void f(int a){! @0;h();SOURCEPRINT_OFF h();while(a)h();SOURCEPRINT_ON  @1;h();"
            "SOURCEPRINT_OFF;a=1;SOURCEPRINT_ON; @2;a=2;}\n");
  EXPECT_EQ(skipped().size(), 4u); // h(), the loop's condition, its body, a=1
}

TEST_F(OffSections, ToTheEndOfTheFileOnly) {
  write("own.h", "void h(void);\nSOURCEPRINT_OFF\nstatic inline void g(void){h();}\n");
  EXPECT_EQ(rewritten("#include \"own.h\"\nvoid f(void){g();}\n"), "#include \"own.h\"\nvoid f(void){! @0;g();}\n");
  EXPECT_EQ(rawText("./own.h"), "");
  EXPECT_EQ(skipped().size(), 1u);
}

TEST_F(OffSections, AnIncludedFileIsAnotherText) {
  write("piece.inc", "a++;\n");
  EXPECT_EQ(rewritten("int f(int a){\nSOURCEPRINT_OFF\n#include \"piece.inc\"\na--;\nSOURCEPRINT_ON\nreturn a;}\n"),
            "int f(int a){!\nSOURCEPRINT_OFF\n#include \"piece.inc\"\na--;\nSOURCEPRINT_ON\n @1;return a;}\n");
  EXPECT_EQ(text("./piece.inc"), " @0;a++;\n");
}

TEST_F(OffSections, RepeatedAndLonelySwitchesAreHarmless) {
  EXPECT_EQ(
      rewritten("SOURCEPRINT_ON\nint a(void){return 1;}\nSOURCEPRINT_OFF SOURCEPRINT_OFF\nint b(void){return 2;}\n"
                "SOURCEPRINT_ON\nSOURCEPRINT_ON\nint c(void){return 3;}\n"),
      "SOURCEPRINT_ON\nint a(void){! @0;return 1;}\nSOURCEPRINT_OFF SOURCEPRINT_OFF\nint b(void){return 2;}\n"
      "SOURCEPRINT_ON\nSOURCEPRINT_ON\nint c(void){! @1;return 3;}\n");
}

TEST_F(OffSections, WhatThePreprocessorLeavesOutSwitchesNothing) {
  rewritten("#if 0\nSOURCEPRINT_OFF\n#endif\n// SOURCEPRINT_OFF\nint a(void){return 1;}\n");
  EXPECT_EQ(sites().size(), 1u);
}

TEST_F(OffSections, AMacroOfTheUsersThatUsesThem) {
  EXPECT_EQ(rewritten("#define HOT(x) SOURCEPRINT_OFF x; SOURCEPRINT_ON\n#define FAST SOURCEPRINT_OFF\n"
                      "void h(void);void f(void){h();FAST h();}\n"),
            "#define HOT(x) SOURCEPRINT_OFF x; SOURCEPRINT_ON\n#define FAST SOURCEPRINT_OFF\n"
            "void h(void);void f(void){! @0;h();FAST h();}\n");
}

TEST_F(OffSections, AFileThatIsIncludedTwiceHasOneText) {
  write("template.h", "#ifdef QUIET\nSOURCEPRINT_OFF\n#endif\nstatic int NAME(int x){return x+1;}\n");
  rewritten("#define NAME one\n#include \"template.h\"\n#undef NAME\n#define NAME two\n#define QUIET\n"
            "#include \"template.h\"\nint f(int a){return one(a)+two(a);}\n");
  EXPECT_EQ(rawText("./template.h"), "");
  EXPECT_EQ(sites().size(), 1u);
}

TEST_F(OffSections, AllOfASource) {
  EXPECT_EQ(rewritten("SOURCEPRINT_OFF\nint a(void){return 1;}\n"), "SOURCEPRINT_OFF\nint a(void){return 1;}\n");
  EXPECT_TRUE(sites().empty());
  EXPECT_EQ(skipped().size(), 1u);
}
