// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// -fsourceprint-granularity: what each value records.
#include "rewrite_fixture.h"

#include <regex>

class GranularityTest : public RewriteTest {};

TEST_F(GranularityTest, FunctionRecordsEntries) {
  Options.Detail = sourceprint::Granularity::Function;
  rewrite("int g(int x)\n{\n  return x;\n}\nvoid e(void){}\n");
  EXPECT_EQ(text(), "int g(int x)\n{! @0;\n  return x;\n}\nvoid e(void){! @1;}\n");
  EXPECT_EQ(sites()[0].Kind, SP_KIND_ENTER);
  EXPECT_EQ(sites()[0].Snippet, "int g(int x)");
  EXPECT_EQ(sites()[0].Line, 1u);
}

TEST_F(GranularityTest, LastKeepsTheStatementsAlone) {
  Options.Detail = sourceprint::Granularity::Last;
  rewrite("int puts(const char*);int f(int c,int d){for(;c;c--)d++;if(d)puts(0);return c/d;}\n");
  EXPECT_TRUE(compiles());
  EXPECT_EQ(
      std::regex_replace(text(), std::regex("__sp_last\\(__sp_r,([0-9]+)\\)"), "#$1"),
      "int puts(const char*);int f(int c,int d){!for(;(#0, c);(#2, c--)) #1, d++; #3;if(d) #4, puts(0); #5;return  "
      "__sp_rint(c/ __sp_oint(d));}\n");
  for (const FoundSite &Site : sites())
    EXPECT_EQ(Site.Step, 0u);
}

TEST_F(GranularityTest, BlockRecordsTheFirstOfEachStraightLine) {
  Options.Detail = sourceprint::Granularity::Block;
  EXPECT_EQ(body("a=1;h();if(c){a=2;a=3;}b=4;b=5;L:a=6;a=7;while(d)h();a=8;goto L;"),
            "! @0;a=1;h();if(c){ @1;a=2;a=3;} @2;b=4;b=5;L: @3;a=6;a=7;while((@4, d)) @5, h(); @6;a=8;goto L;");
}

TEST_F(GranularityTest, BlockRecordsEachCase) {
  Options.Detail = sourceprint::Granularity::Block;
  EXPECT_EQ(body("switch(c){case 1:a=1;a=2;break;case 2:a=3;}"),
            "! @0;switch(c){case 1: @1;a=1;a=2;break;case 2: @2;a=3;}");
}

TEST_F(GranularityTest, ExpressionRecordsOperandsThatMayNotBeEvaluated) {
  Options.Detail = sourceprint::Granularity::Expression;
  EXPECT_EQ(body("a=c&&g(d);a=c||*p;a=c?g(1):*p;a=c?:g(2);"),
            "! @0;a=c&&(@1, g(d)); @2;a=c||(@3, *p); @4;a=c?(@5, g(1)):(@6, *p); @7;a=c?:(@8, g(2));");
  EXPECT_EQ(sites()[1].Kind, SP_KIND_BRANCH);
}

TEST_F(GranularityTest, ANullPointerConstantKeepsItsType) {
  Options.Detail = sourceprint::Granularity::Expression;
  EXPECT_EQ(body("p=c?p:0;p=c?(void*)0:p;"), "! @0;p=c?(@1, p):0; @2;p=c?(void*)0:(@3, p);");
}

TEST_F(GranularityTest, WhatIsFoldedIsLeftAlone) {
  Options.Detail = sourceprint::Granularity::Expression;
  EXPECT_EQ(body("if(0&&g(1))h();a=1?2:g(3);"), "! @0;if(0&&g(1)) @1, h(); @2;a=1?2:g(3);");
}

TEST_F(GranularityTest, ABitFieldKeepsItsPromotion) {
  Options.Detail = sourceprint::Granularity::Expression;
  rewrite("struct s{unsigned b:3;};int f(struct s*p,int c){return (c?p->b:-1)<0;}\n");
  EXPECT_EQ(text(), "struct s{unsigned b:3;};int f(struct s*p,int c){! @0;return (c?p->b:-1)<0;}\n");
}
