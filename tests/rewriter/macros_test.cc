// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Statements that macros have a part in, where only the use of a macro is recorded: one record, or none.
#include "rewrite_fixture.h"

class Macros : public RewriteTest {
protected:
  Macros() { Options.Macros = sourceprint::MacroRecords::Invocation; }
};

TEST_F(Macros, AnInvocationIsOneRecord) {
  rewrite("#define INC(x) do{x++;x++;}while(0)\nint f(int a){INC(a);return a;}\n");
  EXPECT_EQ(text(), "#define INC(x) do{x++;x++;}while(0)\nint f(int a){! @0;INC(a); @1;return a;}\n");
  EXPECT_EQ(sites()[0].Macro, SP_MACRO_INVOCATION);
  EXPECT_EQ(sites()[0].Snippet, "INC(a)");
  EXPECT_EQ(sites()[1].Macro, SP_MACRO_NONE);
  EXPECT_TRUE(skipped().empty());
}

TEST_F(Macros, AnUnbracedInvocation) {
  rewrite("#define INC(x) do{x++;}while(0)\n#define G g()\nvoid g(void);\nvoid f(int a){if(a)INC(a);else{G;}}\n");
  EXPECT_NE(text().find("if(a) { @1;INC(a);}else{ @2;G;}}"), std::string::npos) << text();
  EXPECT_TRUE(compiles());
}

TEST_F(Macros, AnInvocationOfSeveralStatementsUnbraced) {
  rewrite("#define TWO a=1;b=2\nint a,b;void f(int c){if(c)TWO;}\n");
  EXPECT_NE(text().find("if(c) @1, TWO;}"), std::string::npos) << text();
  EXPECT_TRUE(compiles());
}

TEST_F(Macros, AReturnThatHoldsItsSemicolon) {
  rewrite("#define RET return 0;\nint f(int c){if(c) RET else return 1;}\n");
  EXPECT_NE(text().find("if(c)  { @1;RET} else  { @2;return 1;}}"), std::string::npos) << text();
  EXPECT_TRUE(compiles());
}

TEST_F(Macros, ALoopThatAMacroOpens) {
  rewrite("#define EACH(i,n) for(int i=0;i<n;i++)\nint s;void f(int n){EACH(i,n){s+=i;}EACH(j,n)s+=j;}\n");
  EXPECT_NE(text().find("! @0;EACH(i,n){ @1;s+=i;} @2;EACH(j,n) @3, s+=j;}"), std::string::npos) << text();
  EXPECT_EQ(sites()[0].Macro, SP_MACRO_INVOCATION);
  EXPECT_EQ(sites()[0].Snippet, "EACH(i,n)");
  EXPECT_EQ(sites()[1].Macro, SP_MACRO_NONE);
}

TEST_F(Macros, ATypeThatIsAMacroMakesNoInvocation) {
  rewrite("#define bool _Bool\nint f(int a){bool b=a;return b;}\n");
  EXPECT_EQ(sites()[0].Macro, SP_MACRO_NONE);
  EXPECT_EQ(sites()[0].Snippet, "bool b=a");
}

TEST_F(Macros, TheSpelledArgumentIsNotTouched) {
  rewrite("#define SHOW(x) (puts(#x),(x))\nint puts(const char*);int f(int a){return SHOW(({a++;a;}));}\n");
  EXPECT_NE(text().find("{! @0;return SHOW(({a++;a;}));}"), std::string::npos) << text();
}

TEST_F(Macros, AConditionFromAMacro) {
  rewrite("#define MORE(x) ((x)>0)\nint f(int a){while(MORE(a))a--;return a;}\n");
  EXPECT_NE(text().find("while((@0, MORE(a))) @1, a--;"), std::string::npos) << text();
  EXPECT_EQ(sites()[0].Macro, SP_MACRO_INVOCATION);
}

TEST_F(Macros, AConditionThatEndsInsideAMacro) {
  rewrite("#define TAIL >0) a--\nint f(int a){while(a TAIL;return a;}\n");
  EXPECT_NE(text().find("! @0;while(a TAIL; @1;return a;}"), std::string::npos) << text();
  EXPECT_TRUE(compiles());
}

TEST_F(Macros, AFunctionWhoseBracesAMacroMakes) {
  rewrite("#define DEFINE(n) int n(int a){a++;return a;}\nDEFINE(f)\nint g(int a){return f(a);}\n");
  EXPECT_EQ(text(), "#define DEFINE(n) int n(int a){a++;return a;}\nDEFINE(f)\nint g(int a){! @0;return f(a);}\n");
  ASSERT_EQ(skipped().size(), 2u);
  EXPECT_EQ(skipped()[0].Skip, SP_SKIP_MACRO_FUNCTION);
  EXPECT_EQ(skipped()[0].Line, 2u);
}

TEST_F(Macros, AnOpeningBraceFromAMacro) {
  rewrite("#define BEGIN {\n#define END }\nint f(int a)BEGIN a++;return a;END\n");
  EXPECT_NE(text().find("int f(int a)BEGIN!  @0;a++; @1;return a;END"), std::string::npos) << text();
  EXPECT_TRUE(compiles());
}

TEST_F(Macros, KeywordsAndNamesThatAreMacros) {
  rewrite("#define static\n#define mask ]\nstatic int f(int a){\nif(a)\nreturn 1;return __LINE__;}\n");
  EXPECT_TRUE(compiles());
  EXPECT_NE(rawText("main.c").find("#undef static\n struct __sp_ring{"), std::string::npos) << rawText("main.c");
  EXPECT_NE(rawText("main.c").find("#line 3\n"), std::string::npos) << rawText("main.c");
  EXPECT_EQ(sites()[0].Line, 4u);
}

TEST_F(Macros, NamesThatTheTextDoesNotUse) {
  rewrite("#define FAST 3\nstatic int f(int a){a++;return FAST;}\n");
  EXPECT_EQ(rawText("main.c").find("#undef"), std::string::npos);
}
