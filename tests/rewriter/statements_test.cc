// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Where records go. In the expected text @k is the record of site k and ! the entry of the function; a blank always
// comes before a record that begins a statement.
#include "rewrite_fixture.h"

class Statements : public RewriteTest {};

TEST_F(Statements, EachOneInACompound) { EXPECT_EQ(body("a=1;h();return a;"), "! @0;a=1; @1;h(); @2;return a;"); }

TEST_F(Statements, DeclarationsWithARunTimeInitialiser) {
  EXPECT_EQ(body("int x=g(1),y;static int s=3;extern int e;typedef int T;return x;"),
            "! @0;int x=g(1),y;static int s=3;extern int e;typedef int T; @1;return x;");
}

TEST_F(Statements, VariableLengthArraysHaveASizeToCompute) {
  EXPECT_EQ(body("int v[c];return v[0];"), "! @0;int v[c]; @1;return v[0];");
}

TEST_F(Statements, UnbracedBodies) {
  EXPECT_EQ(body("if(c)a=1;else return 2;"), "! @0;if(c) @1, a=1;else  { @2;return 2;}");
}

TEST_F(Statements, DanglingElseStaysWithItsIf) {
  EXPECT_EQ(body("if(c)if(d)a=1;else(a)=2;"), "! @0;if(c) { @1;if(d) @2, a=1;else @3, (a)=2;}");
}

TEST_F(Statements, ASpaceIsNeededBehindElseAndDo) {
  EXPECT_EQ(body("if(c)a=1;else(a)=2;do(a)++;while(0);"), "! @0;if(c) @1, a=1;else @2, (a)=2;do @3, (a)++;while(0);");
}

TEST_F(Statements, AChainOfElseIfDoesNotNest) {
  EXPECT_EQ(body("if(c)a=1;else if(d)a=2;else(a)=3;"), "! @0;if(c) @1, a=1;else if((@2, d)) @3, a=2;else @4, (a)=3;");
  std::string Long = "if(c==0)a=0;";
  for (int I = 1; I < 400; ++I)
    Long += "else if(c==" + std::to_string(I) + ")a=" + std::to_string(I) + ";";
  body(Long); // more than clang's limit for nested brackets
}

TEST_F(Statements, ConditionsAreRecordedEachTime) {
  EXPECT_EQ(body("while(c)h();do{h();}while(d);for(a=0;a<c;a++)h();"),
            "!while((@0, c)) @1, h();do{ @2;h();}while((@3, d)); @4;for(a=0;(@5, a<c);(@7, a++)) @6, h();");
}

TEST_F(Statements, WhatIsConstantIsLeftAlone) {
  EXPECT_EQ(body("while(1){break;}for(;;){h();}"), "! @0;while(1){ @1;break;} @2;for(;;){ @3;h();}");
}

TEST_F(Statements, AnExpressionThatIsConstantExecutesNothing) {
  EXPECT_EQ(body("((void)0);if(c)((void)0);else(void)c;1+1;a=({h();1;});"),
            "!((void)0); @0;if(c)((void)0);else @1, (void)c;1+1; @2;a=({ @3;h();1;});");
}

TEST_F(Statements, CasesAndLabels) {
  EXPECT_EQ(body("switch(c){case 1:case 2:a=1;break;default:h();}L:a=3;goto L;"),
            "! @0;switch(c){case 1:case 2: @1;a=1; @2;break;default: @3;h();}L: @4;a=3; @5;goto L;");
}

TEST_F(Statements, AnUnbracedCase) {
  EXPECT_EQ(body("switch(c)case 1:return 1;"), "! @0;switch(c)case 1: { @1;return 1;}");
}

TEST_F(Statements, FallthroughTouchesItsLabel) {
  EXPECT_EQ(body("switch(c){case 1:a=1;__attribute__((fallthrough));case 2:a=2;}"),
            "! @0;switch(c){case 1: @1;a=1;__attribute__((fallthrough));case 2: @2;a=2;}");
}

TEST_F(Statements, EmptyStatementsHaveNone) { EXPECT_EQ(body("if(c);for(;d;);;"), "! @0;if(c);for(;(@1, d););;"); }

TEST_F(Statements, LocalLabelsComeFirst) {
  EXPECT_EQ(body("__label__ out;a=1;goto out;out:;"), "__label__ out;! @0;a=1; @1;goto out;out:;");
}

TEST_F(Statements, StatementExpressions) {
  EXPECT_EQ(body("a=({int x=g(1);x+1;});"), "! @0;a=({ @1;int x=g(1); @2;x+1;});");
}

TEST_F(Statements, UnevaluatedOperandsAreLeftAlone) {
  EXPECT_EQ(body("a=sizeof(({h();1;}));a=_Generic(c,int:1,char:({h();2;}));a=__builtin_constant_p(({h();1;}));"),
            "! @0;a=sizeof(({h();1;})); @1;a=_Generic(c,int:1,char:({h();2;})); "
            "@2;a=__builtin_constant_p(({h();1;}));");
}

TEST_F(Statements, DivisionsAreTiedToTheirPlace) {
  EXPECT_EQ(body("a=c/d;a=7+c%(d);b=c/2;a/=*p;return(c)/d;"),
            "! @0;a= __sp_rint(c/ __sp_oint(d)); @1;a=7+ __sp_rint(c% __sp_oint((d))); @2;b=c/2; @3; "
            "__sp_rint(a/= __sp_oint(*p)); @4;return __sp_rint((c)/ __sp_oint(d));");
}

TEST_F(Statements, DivisionsOfDivisions) {
  EXPECT_EQ(body("a=c/d/b;a=c/(d/b);"), "! @0;a= __sp_rint( __sp_rint(c/ __sp_oint(d))/ __sp_oint(b)); "
                                        "@1;a= __sp_rint(c/ __sp_oint(( __sp_rint(d/ __sp_oint(b)))));");
}

TEST_F(Statements, DivisionsOfOtherTypesAndOfFloats) {
  rewrite("unsigned long f(unsigned long a,char b,float c){return a/b+(unsigned)(c/b);}\n");
  EXPECT_EQ(text(), "unsigned long f(unsigned long a,char b,float c){! @0;return  "
                    "__sp_runsigned_long(a/ __sp_ounsigned_long(b))+(unsigned)(c/b);}\n");
  EXPECT_TRUE(compiles());
}

TEST_F(Statements, AttributesStayWithTheirDeclaration) {
  EXPECT_EQ(body("__attribute__((unused)) int x=g(1);__extension__ int y=g(2);"),
            "! @0;__attribute__((unused)) int x=g(1); @1;__extension__ int y=g(2);");
}

TEST_F(Statements, ALabelKeepsItsAttribute) {
  EXPECT_EQ(body("goto L;L:__attribute__((unused)) a=1;"), "! @0;goto L;L:__attribute__((unused))  @1;a=1;");
}

TEST_F(Statements, AsmAndComputedGoto) {
  EXPECT_EQ(body("void*t=&&L;__asm__ volatile(\"\");goto *t;L:a=1;"),
            "! @0;void*t=&&L; @1;__asm__ volatile(\"\"); @2;goto *t;L: @3;a=1;");
}

TEST_F(Statements, APragmaStaysNextToItsLoop) {
  rewrite("void h(void);\nvoid f(int n){\n#pragma clang loop unroll(disable)\nfor(int i=0;i<n;i++)h();\n}\n");
  EXPECT_EQ(text(), "void h(void);\nvoid f(int n){! @0;\n#pragma clang loop unroll(disable)\n"
                    "for(int i=0;(@1, i<n);(@3, i++)) @2, h();\n}\n");
  EXPECT_TRUE(compiles());
  EXPECT_EQ(sites()[0].Line, 4u);
  EXPECT_TRUE(skipped().empty());
}

TEST_F(Statements, APragmaBehindAConditionLeavesItsLoopsHeadAlone) {
  rewrite("void h(void);\nvoid f(int n){if(n)\n#pragma clang loop unroll(disable)\nfor(;;)h();\n}\n");
  EXPECT_EQ(text(), "void h(void);\nvoid f(int n){! @0;if(n)\n#pragma clang loop unroll(disable)\n"
                    "for(;;) @1, h();\n}\n");
  ASSERT_EQ(skipped().size(), 1u);
  EXPECT_EQ(skipped()[0].Skip, SP_SKIP_PRAGMA);
}

TEST_F(Statements, OldStyleDefinitions) {
  rewrite("int f(x)int x;{return x;}\n", {"-std=gnu89"});
  EXPECT_EQ(text(), "int f(x)int x;{! @0;return x;}\n");
}

TEST_F(Statements, AFunctionWithoutStatementsStaysAsItIs) {
  rewrite("void e(void){}\nint f(void){return 1;}\n");
  EXPECT_EQ(text(), "void e(void){}\nint f(void){! @0;return 1;}\n");
}
