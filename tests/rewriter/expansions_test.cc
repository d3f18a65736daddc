// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// -fsourceprint-macros: the statements inside a macro's expansion, and what cannot be replaced by its expansion.
#include "rewrite_fixture.h"

#include <regex>

using sourceprint::MacroRecords;

class Expansions : public RewriteTest {
protected:
  // The rewritten text behind the macros' definitions, which are never touched, with single blanks. It must compile.
  std::string after(const std::string &Definitions, const std::string &Text, MacroRecords Wanted) {
    Options.Macros = Wanted;
    rewrite(Definitions + Text);
    EXPECT_TRUE(compiles()) << text();
    std::string Whole = text();
    EXPECT_EQ(Whole.find(Definitions), 0u) << Whole;
    return std::regex_replace(Whole.substr(Definitions.size()), std::regex(" +"), " ");
  }
  std::string expanded(const std::string &Definitions, const std::string &Text) {
    return after(Definitions, Text, MacroRecords::Expansion);
  }
  std::string both(const std::string &Definitions, const std::string &Text) {
    return after(Definitions, Text, MacroRecords::Both);
  }
  // Checks that nothing was replaced: the invocation has its record, and is counted once with the reason.
  void expectKept(const std::string &Text, unsigned Reason) {
    rewrite(Text);
    EXPECT_TRUE(compiles()) << text();
    ASSERT_EQ(skipped().size(), 1u);
    EXPECT_EQ(skipped()[0].Skip, Reason);
    for (const FoundSite &Site : sites())
      EXPECT_NE(Site.Macro, SP_MACRO_EXPANSION) << Site.Snippet;
  }
};

const char *const INC = "#define INC(x) do { x++; x += 2; } while (0)\n";

TEST_F(Expansions, StatementsInside) {
  EXPECT_EQ(expanded(INC, "int f(int a){INC(a);return a;}\n"),
            "int f(int a){! do { @0; a ++ ; @1; a += 2 ; } while ( 0 ) ; @2;return a;}\n");
  EXPECT_EQ(sites()[1].Macro, SP_MACRO_EXPANSION);
  EXPECT_EQ(sites()[1].Snippet, "a += 2");
  EXPECT_EQ(sites()[1].Line, 2u);
  EXPECT_EQ(sites()[1].Column, 14u);
  EXPECT_EQ(sites()[1].DefFile, "main.c");
  EXPECT_EQ(sites()[1].DefLine, 1u);
  EXPECT_EQ(sites()[2].Macro, SP_MACRO_NONE);
  EXPECT_EQ(sites()[2].DefLine, 0u);
  EXPECT_TRUE(skipped().empty());
}

TEST_F(Expansions, BothBeginsWithTheInvocation) {
  EXPECT_EQ(both(INC, "int f(int a){INC(a);return a;}\n"),
            "int f(int a){! @0; do { @1; a ++ ; @2; a += 2 ; } while ( 0 ) ; @3;return a;}\n");
  EXPECT_EQ(sites()[0].Macro, SP_MACRO_INVOCATION);
  EXPECT_EQ(sites()[0].Snippet, "INC(a)");
}

TEST_F(Expansions, NoneLeavesOutWhatAMacroMakes) {
  EXPECT_EQ(after(INC, "int f(int a){INC(a);return a;}\n", MacroRecords::None),
            "int f(int a){!INC(a); @0;return a;}\n");
  ASSERT_EQ(skipped().size(), 1u);
  EXPECT_EQ(skipped()[0].Skip, SP_SKIP_MACRO_OFF);
}

TEST_F(Expansions, ASingleStatementNeedsNoReplacement) {
  EXPECT_EQ(expanded("#define G(x) g(x)\n", "int g(int);void f(int a){if(a)G(a);else{G(1);}}\n"),
            "int g(int);void f(int a){! @0;if(a) @1, G(a);else{ @2;G(1);}}\n");
  EXPECT_EQ(sites()[1].Macro, SP_MACRO_EXPANSION);
  EXPECT_EQ(sites()[1].Snippet, "g(a)");
}

TEST_F(Expansions, BothInUnbracedBodies) {
  EXPECT_EQ(both("#define G(x) g(x)\n", "int g(int);void f(int a){if(a)G(a);}\n"),
            "int g(int);void f(int a){! @0;if(a) @1, @2, G(a);}\n");
  EXPECT_EQ(both(INC, "void f(int a){if(a)INC(a);else return;}\n"),
            "void f(int a){! @0;if(a) { @1; do { @2; a ++ ; @3; a += 2 ; } while ( 0 ) ;}else { @4;return;}}\n");
}

TEST_F(Expansions, TheInvocationsLinesAreKept) {
  EXPECT_EQ(expanded(INC, "int f(int a){INC(\n  a\n);\nreturn a;}\n"),
            "int f(int a){! do { @0; a ++ ; @1; a += 2 ; } while ( 0 ) \n\n;\n @2;return a;}\n");
  EXPECT_EQ(sites()[2].Line, 5u);
}

TEST_F(Expansions, ALoopThatAMacroOpens) {
  EXPECT_EQ(expanded("#define EACH(i,n) for(int i=0;i<n;i++)\n", "int s;void f(int n){EACH(i,n){s+=i;}}\n"),
            "int s;void f(int n){! @0; for ( int i = 0 ;(@1, i < n) ;(@3, i ++) ) { @2;s+=i;}}\n");
  EXPECT_EQ(sites()[0].Snippet, "for(int i=0;i<n;i++)");
  EXPECT_EQ(sites()[1].Kind, SP_KIND_CONDITION);
  EXPECT_EQ(sites()[3].Kind, SP_KIND_STEP);
}

TEST_F(Expansions, BranchesInside) {
  EXPECT_EQ(expanded("#define CHECK(x) if(!(x)) return -1; else g(#x)\n",
                     "void g(const char*);int f(int a){CHECK(a>0);return a;}\n"),
            "void g(const char*);int f(int a){! @0; if ( ! ( a > 0 ) ) { @1; return - 1 ;} else @2, g ( \"a>0\" ) ; "
            "@3;return a;}\n");
}

TEST_F(Expansions, WhatTheArgumentsHold) {
  EXPECT_EQ(
      expanded("#define SHOW(x) (puts(#x),(x))\n", "int puts(const char*);int f(int a){return SHOW(({a++;a;}));}\n"),
      "int puts(const char*);int f(int a){! @0;return ( puts ( \"({a++;a;})\" ) , ( ( { @1; a ++ ; @2; a ; } ) ) "
      ") ;}\n");
  // The place in the definition is that of the parameter.
  EXPECT_EQ(sites()[1].DefLine, 1u);
}

TEST_F(Expansions, AStatementThatIsAnArgument) {
  expanded("#define TWICE(s) \\\n  do { s; \\\n  s; } while (0)\n", "void g(void);void f(void){TWICE(g());}\n");
  ASSERT_EQ(sites().size(), 2u);
  EXPECT_EQ(sites()[0].DefLine, 2u);
  EXPECT_EQ(sites()[1].DefLine, 3u);
  EXPECT_EQ(sites()[1].Snippet, "g()");
}

TEST_F(Expansions, AMacroInsideAMacro) {
  write("own.h", "\n#define INNER(x) x++; x--\n");
  rewrite("#include \"own.h\"\n#define OUTER(x) { INNER(x); }\nvoid f(int a){OUTER(a)}\n");
  EXPECT_TRUE(compiles());
  ASSERT_EQ(sites().size(), 2u);
  EXPECT_EQ(sites()[0].DefFile, "./own.h");
  EXPECT_EQ(sites()[1].DefLine, 2u);
  EXPECT_EQ(sites()[1].Line, 3u);
}

TEST_F(Expansions, AFunctionThatAMacroMakes) {
  EXPECT_EQ(expanded("#define DEFINE(n) int n(int a){a++;return a;}\n", "DEFINE(f)\nint g(int a){return f(a);}\n"),
            " int f ( int a ) {! @0; a ++ ; @1; return a ; } \nint g(int a){! @2;return f(a);}\n");
  EXPECT_EQ(sites()[0].Function, "f");
}

TEST_F(Expansions, PastedAndStringifiedTokens) {
  EXPECT_EQ(expanded("#define CALL(a,b) do{a##b(#a \"\\n\");}while(0)\n",
                     "int puts(const char*);void f(void){CALL(pu,ts);}\n"),
            "int puts(const char*);void f(void){! do { @0; puts ( \"pu\" \"\\n\" ) ; } while ( 0 ) ;}\n");
  EXPECT_EQ(sites()[0].DefLine, 1u);
}

TEST_F(Expansions, LineAndFileAreThoseOfTheUse) {
  EXPECT_EQ(expanded("#define AT do{g(__LINE__);}while(0)\n", "void g(int);void f(void){AT;\nAT;}\n"),
            "void g(int);void f(void){! do { @0; g ( 2 ) ; } while ( 0 ) ;\n do { @1; g ( 3 ) ; } while ( 0 ) ;}\n");
}

TEST_F(Expansions, ANameThatContinuesBehindTheMacro) {
  EXPECT_EQ(expanded("#define F() G\n#define G(x) do{x++;x++;}while(0)\n", "void f(int a){F()(a);}\n"),
            "void f(int a){! do { @0; a ++ ; @1; a ++ ; } while ( 0 ) ;}\n");
}

TEST_F(Expansions, ABackslashNewlineInsideAToken) {
  EXPECT_EQ(expanded("#define S do{g(\"a\\\nb\");re\\\nturn;}while(0)\n", "void g(char*);void f(void){S;}\n"),
            "void g(char*);void f(void){! do { @0; g ( \"ab\" ) ; @1; return ; } while ( 0 ) ;}\n");
}

TEST_F(Expansions, AMacroOfASystemHeaderIsNotTheUsers) {
  write("system.h", "#pragma GCC system_header\n#define THEIRS(x) do{x++;x++;}while(0)\n");
  rewrite("#include \"system.h\"\nvoid f(int a){THEIRS(a);}\n");
  EXPECT_EQ(text(), "#include \"system.h\"\nvoid f(int a){! @0;THEIRS(a);}\n");
  EXPECT_EQ(sites()[0].Macro, SP_MACRO_INVOCATION);
  EXPECT_TRUE(skipped().empty());
}

TEST_F(Expansions, APragmaInsideKeepsTheInvocation) {
  expectKept("#define Q(x) do{_Pragma(\"GCC diagnostic push\") x++;x++;}while(0)\nvoid f(int a){Q(a);}\n",
             SP_SKIP_MACRO_PRAGMA);
}

TEST_F(Expansions, APragmaInAnArgumentKeepsTheInvocation) {
  expectKept("#define Q(x) do{x;x;}while(0)\nvoid f(int a){Q(_Pragma(\"GCC diagnostic push\") a++);}\n",
             SP_SKIP_MACRO_PRAGMA);
}

TEST_F(Expansions, CounterKeepsTheInvocation) {
  expectKept("#define N do{g(__COUNTER__);g(1);}while(0)\nvoid g(int);void f(void){N;}\nint n=__COUNTER__;\n",
             SP_SKIP_MACRO_COUNTER);
}

TEST_F(Expansions, AWordThatIsAMacroAgainKeepsTheInvocation) {
  expectKept("#define g(x) g(x+1)\n#define Q(x) do{g(x);x++;}while(0)\nint (g)(int);void f(int a){Q(a);}\n",
             SP_SKIP_MACRO_AGAIN);
}

TEST_F(Expansions, AMacroThatNamesItselfAloneIsHarmless) {
  EXPECT_EQ(expanded("#define a a\n#define Q do{a++;a++;}while(0)\n", "void f(int a){Q;}\n"),
            "void f(int a){! do { @0; a ++ ; @1; a ++ ; } while ( 0 ) ;}\n");
}

TEST_F(Expansions, ADirectiveAmongTheArgumentsKeepsTheInvocation) {
  expectKept("#define Q(x) do{x;x;}while(0)\nvoid f(int a){Q(\n#if 1\na++\n#else\na--\n#endif\n);}\n",
             SP_SKIP_MACRO_DIRECTIVE);
}

TEST_F(Expansions, AFileReadTwiceKeepsTheInvocation) {
  write("template.h", "static void NAME(int x){TWO(x);}\n");
  expectKept(
      "#define TWO(x) do{x++;x++;}while(0)\nint before;\n#define NAME one\n#include \"template.h\"\n#undef NAME\n"
      "#define NAME two\n#include \"template.h\"\n",
      SP_SKIP_MACRO_REPEATED);
}

TEST_F(Expansions, OperandsInside) {
  Options.Detail = sourceprint::Granularity::Expression;
  EXPECT_EQ(expanded("#define MIN(a,b) ((a)<(b)?(a):(b))\n", "int f(int a,int b){return MIN(a,b);}\n"),
            "int f(int a,int b){! @0;return ( ( a ) < ( b ) ?(@1, ( a )) :(@2, ( b )) ) ;}\n");
}

TEST_F(Expansions, DivisionsInside) {
  EXPECT_EQ(expanded("#define PER(a,b) ((a)/(b))\n", "int f(int a,int b){return PER(a,b);}\n"),
            "int f(int a,int b){! @0;return ( __sp_rint( ( a ) / __sp_oint( ( b ))) ) ;}\n");
}

TEST_F(Expansions, ACaseThatAMacroMakes) {
  EXPECT_EQ(
      expanded("#define CASE(n) case n: g(n); break\n", "void g(int);void f(int a){switch(a){CASE(1);CASE(2);}}\n"),
      "void g(int);void f(int a){! @0;switch(a){ case 1 : @1; g ( 1 ) ; @2; break ; case 2 : @3; g ( 2 ) ; @4; "
      "break ;}}\n");
}
