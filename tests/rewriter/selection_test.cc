// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Which functions and statements have records: by file and function, and by what a function is.
#include "rewrite_fixture.h"

using sourceprint::Outcome;

class Selection : public RewriteTest {
protected:
  // The reason of each statement without a record, in order.
  std::vector<unsigned> reasons() const {
    std::vector<unsigned> Result;
    for (const FoundSite &Site : skipped())
      Result.push_back(Site.Skip);
    return Result;
  }
  using Reasons = std::vector<unsigned>;
};

TEST_F(Selection, ExcludedFunctionsStayAsTheyAre) {
  EXPECT_EQ(Options.Select.ExcludedFunctions.add("glob:get_*"), "");
  rewrite("int get_a(void){return 1;}\nint forget_a(void){return 2;}\n");
  EXPECT_EQ(text(), "int get_a(void){return 1;}\nint forget_a(void){! @0;return 2;}\n");
  EXPECT_EQ(reasons(), Reasons{SP_SKIP_EXCLUDED_FUNCTION});
  EXPECT_EQ(skipped()[0].Function, "get_a");
  EXPECT_EQ(skipped()[0].Snippet, "return 1");
}

TEST_F(Selection, IncludedFunctionsAloneHaveRecords) {
  EXPECT_EQ(Options.Select.IncludedFunctions.add("regex:^get_"), "");
  rewrite("int get_a(void){return 1;}\nint forget_a(void){return 2;}\n");
  EXPECT_EQ(text(), "int get_a(void){! @0;return 1;}\nint forget_a(void){return 2;}\n");
  EXPECT_EQ(reasons(), Reasons{SP_SKIP_NOT_INCLUDED_FUNCTION});
}

TEST_F(Selection, ExcludedGoesBeforeIncluded) {
  Options.Select.IncludedFunctions.add("a");
  Options.Select.ExcludedFunctions.add("ab");
  rewrite("void h(void);void xab(void){h();}void xac(void){h();}void xc(void){h();}\n");
  EXPECT_EQ(text(), "void h(void);void xab(void){h();}void xac(void){! @0;h();}void xc(void){h();}\n");
  EXPECT_EQ(reasons(), (Reasons{SP_SKIP_EXCLUDED_FUNCTION, SP_SKIP_NOT_INCLUDED_FUNCTION}));
}

TEST_F(Selection, FilesByThePathThatTheCompilerOpened) {
  mkdir("lib", 0700);
  write("lib/own.h", "static inline int twice(int x){return 2*x;}\n");
  Options.Select.ExcludedFiles.add("lib/*.h");
  rewrite("#include \"own.h\"\nint f(int a){return twice(a);}\n", {"-Ilib"});
  EXPECT_EQ(rawText("lib/own.h"), "") << "an excluded header has nothing of ours in it";
  EXPECT_EQ(sites().size(), 1u);
  EXPECT_EQ(reasons(), Reasons{SP_SKIP_EXCLUDED_FILE});
  EXPECT_EQ(skipped()[0].File, "lib/own.h");
  EXPECT_TRUE(compiles({"-Ilib"}));
}

TEST_F(Selection, IncludedFilesAloneHaveRecords) {
  write("own.h", "static inline int twice(int x){return 2*x;}\n");
  Options.Select.IncludedFiles.add("own");
  rewrite("#include \"own.h\"\nint f(int a){return twice(a);}\n");
  EXPECT_EQ(text("./own.h"), "static inline int twice(int x){! @0;return 2*x;}\n");
  EXPECT_EQ(reasons(), Reasons{SP_SKIP_NOT_INCLUDED_FILE});
  EXPECT_TRUE(compiles());
}

TEST_F(Selection, AFileAndAFunctionMustBothBeIncluded) {
  write("own.h", "void h(void);\nstatic inline void a(void){h();}\nstatic inline void b(void){h();}\n");
  Options.Select.IncludedFiles.add("own");
  Options.Select.IncludedFunctions.add("glob:a");
  rewrite("#include \"own.h\"\nvoid f(void){a();b();}\n");
  ASSERT_EQ(sites().size(), 1u);
  EXPECT_EQ(sites()[0].Function, "a");
}

TEST_F(Selection, APieceOfAFunctionByItsOwnFile) {
  write("piece.inc", "a++;\n");
  Options.Select.ExcludedFiles.add(".inc");
  rewrite("int f(int a){\n#include \"piece.inc\"\nreturn a;}\n");
  EXPECT_EQ(rawText("./piece.inc"), "");
  EXPECT_EQ(reasons(), Reasons{SP_SKIP_EXCLUDED_FILE});
  EXPECT_EQ(sites().size(), 1u);
}

TEST_F(Selection, LineDirectivesAreFollowed) {
  Options.Select.ExcludedFiles.add("glob:grammar.y");
  rewrite("int f(int a){\na++;\n#line 100 \"grammar.y\"\nreturn a;}\n");
  EXPECT_EQ(reasons(), Reasons{SP_SKIP_EXCLUDED_FILE});
  EXPECT_EQ(sites().size(), 1u);
}

TEST_F(Selection, WhereAllIsLeftOutTheListRemains) {
  Options.Select.ExcludedFiles.add("main");
  rewrite("int f(int a){return a;}\n");
  EXPECT_EQ(text(), "int f(int a){return a;}\n");
  EXPECT_EQ(reasons(), Reasons{SP_SKIP_EXCLUDED_FILE});
  EXPECT_TRUE(compiles());
}

TEST_F(Selection, GranularityOfFunctionsToo) {
  Options.Detail = sourceprint::Granularity::Function;
  Options.Select.ExcludedFunctions.add("g");
  rewrite("void g(void){}\nvoid f(void){g();}\n");
  EXPECT_EQ(text(), "void g(void){}\nvoid f(void){! @0;g();}\n");
  EXPECT_EQ(reasons(), Reasons{SP_SKIP_EXCLUDED_FUNCTION});
}

TEST_F(Selection, AttributesGoFirst) {
  Options.Select.ExcludedFunctions.add("f");
  rewrite("__attribute__((no_instrument_function)) int f(void){return 1;}\n");
  EXPECT_EQ(reasons(), Reasons{SP_SKIP_FUNCTION_ATTRIBUTE});
}

TEST_F(Selection, SomeFunctionsMustNotBeTouched) {
  const std::string Text = "__attribute__((naked)) void n(void){__asm__(\"ret\");}\n"
                           "__attribute__((no_instrument_function)) int i(void){return 1;}\n"
                           "__attribute__((no_instrument_function)) void d(void);void d(void){n();}\n"
                           "__attribute__((constructor(50))) void c(void){n();}\n"
                           "__attribute__((interrupt)) void t(void*p){}\n"
                           "__attribute__((no_caller_saved_registers)) int k(void){return 1;}\n"
                           "__attribute__((section(\".noinstr.text\"))) void s(void){n();}\n";
  rewrite(Text, {"-mgeneral-regs-only"});
  EXPECT_EQ(text(), Text);
  EXPECT_TRUE(sites().empty());
  EXPECT_EQ(reasons(), (Reasons{SP_SKIP_FUNCTION_ATTRIBUTE, SP_SKIP_FUNCTION_ATTRIBUTE, SP_SKIP_FUNCTION_ATTRIBUTE,
                                SP_SKIP_FUNCTION_EARLY, SP_SKIP_FUNCTION_ATTRIBUTE, SP_SKIP_FUNCTION_ATTRIBUTE}));
}

TEST_F(Selection, AttributesOfOtherToolsAreTheirOwn) {
  rewrite("__attribute__((no_profile_instrument_function)) int f(void){return 1;}\n"
          "__attribute__((no_sanitize(\"coverage\"))) int g(void){return 2;}\n"
          "__attribute__((disable_tail_calls)) int h(void){return 3;}\n");
  EXPECT_EQ(sites().size(), 3u);
  EXPECT_TRUE(compiles());
}

TEST_F(Selection, ResolversOfIfuncsAndWhatTheyCall) {
  const std::string Before = "static int deep(int x){return x;}\n"
                             "static int helper(void){return deep(1);}\n"
                             "static int one(void);\n"
                             "static void*choose(void){return helper()?one:0;}\n"
                             "int before(void)__attribute__((ifunc(\"choose\")));\n"
                             "int after(void)__attribute__((ifunc(\"later\")));\n"
                             "void*later(void){return one;}\n";
  rewrite(Before + "static int one(void){return before()+after();}\n");
  EXPECT_EQ(text(), Before + "static int one(void){! @0;return before()+after();}\n");
  EXPECT_EQ(reasons(), Reasons(4, SP_SKIP_IFUNC_RESOLVER));
  EXPECT_TRUE(compiles());
}

TEST_F(Selection, AMustTailCallStaysOne) {
  rewrite("int g(int);int f(int a){if(a)__attribute__((musttail)) return g(a);\n"
          "__attribute__((musttail)) return g(1);}\n");
  EXPECT_EQ(text(), "int g(int);int f(int a){! @0;if(a) { @1;__attribute__((musttail)) return g(a);}\n"
                    " @2;__attribute__((musttail)) return g(1);}\n");
  EXPECT_TRUE(compiles());
  EXPECT_TRUE(compiles({"-O2"}));
}

TEST_F(Selection, InlineFunctionsOfEachKind) {
  // C11 6.7.4p3 does not let them name what is static; the compiler takes it, whatever the words of the command ask.
  const std::string Text = "inline int a(int x){return x;}\nextern inline int b(int x){return x;}\n"
                           "static inline int c(int x){return x;}\n"
                           "extern inline __attribute__((gnu_inline)) int d(int x){return x;}\n"
                           "int f(int x){return a(x)+b(x)+c(x)+d(x);}\n";
  rewrite(Text);
  EXPECT_EQ(sites().size(), 5u);
  for (std::string Standard : {"-std=c11", "-std=gnu89"}) {
    // instr-cc, too, adds the last two behind the user's words.
    EXPECT_TRUE(compiles({Standard, "-pedantic-errors", "-Werror", "-Wall", "-Wextra", "-Wno-everything", "-w"}));
    EXPECT_TRUE(compiles({Standard, "-O2", "-pedantic-errors", "-Wstatic-in-inline", "-Wno-everything", "-w"}));
  }
}

TEST_F(Selection, AMalformedPatternIsRefused) {
  EXPECT_NE(Options.Select.ExcludedFiles.add("regex:("), "");
  EXPECT_NE(Options.Select.ExcludedFiles.add(""), "");
}
