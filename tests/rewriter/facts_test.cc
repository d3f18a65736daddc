// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What sites say of the way on from them, by which a reader finds calls and returns (issue 6, item 2: the call path).
// Each site is shown as its number, then c: may call; l: control may leave the function behind it; e: always does;
// d: a condition that holds if the next site follows; then, of a head, <n: only statement n comes right before it,
// <: the function begins with it. Steps, which follow the statement before them in any case, have nothing there.
#include "rewrite_fixture.h"

namespace {

class Facts : public RewriteTest {
protected:
  // Of the text that was rewritten last.
  std::string listed() {
    std::string Text;
    std::vector<FoundSite> All = sites();
    for (size_t K = 0; K < All.size(); ++K) {
      const FoundSite &S = All[K];
      Text += (K ? " " : "") + std::to_string(K);
      Text += S.Flags & SP_SITE_CALLS ? "c" : "";
      Text += S.Flags & SP_SITE_LEAVES ? "l" : "";
      Text += S.Flags & SP_SITE_ENDS ? "e" : "";
      Text += S.Flags & SP_SITE_DECIDES ? "d" : "";
      if (S.Step)
        continue;
      Text += S.Back == SP_BACK_NONE ? "<" : S.Back ? "<" + std::to_string(K - S.Back) : "";
    }
    return Text;
  }
  std::string facts(const std::string &Statements, std::vector<std::string> Words = {}) {
    body(Statements, std::move(Words));
    EXPECT_TRUE(hasFacts());
    return listed();
  }
};

TEST_F(Facts, AStraightLineLeavesAtItsEnd) {
  EXPECT_EQ(facts("a=c;b=d;"), "0< 1le");
  EXPECT_EQ(facts("a=g(c);b=d;h();"), "0c< 1<0 2cle");
  EXPECT_EQ(facts("a=g(c);return g(d);"), "0c< 1cle<0");
  EXPECT_EQ(facts("a=c;h();((void)0);;"), "0< 1cle");
}

TEST_F(Facts, WhatTheCompilerKnowsCallsNone) {
  EXPECT_EQ(facts("a=__builtin_expect(c,1);b=sizeof(g(c));return d;"), "0< 1 2le");
  rewrite("unsigned long strlen(const char*);void exit(int)__attribute__((noreturn));int g(int);\n"
          "int f(char*s){if(strlen(s))exit(1);return strlen(s);}\n");
  EXPECT_EQ(listed(), "0d< 1c<0 2le");
}

TEST_F(Facts, BehindABranchThereAreSeveral) {
  EXPECT_EQ(facts("if(c)h();else a=2;return d;"), "0d< 1c 2 3le");
  EXPECT_EQ(facts("if(c)return 1;h();return d;"), "0d< 1le 2c 3le<2");
  EXPECT_EQ(facts("if(g(c))return 1;return d;"), "0cd< 1le<0 2le<0");
}

TEST_F(Facts, AnIfAtTheEndLeavesWhereItHasNoElse) {
  EXPECT_EQ(facts("if(c)h();"), "0ld< 1cle");
  EXPECT_EQ(facts("if(c)h();else a=1;"), "0d< 1cle 2le");
  EXPECT_EQ(facts("if(c){}else a=1;"), "0l< 1le");
  EXPECT_EQ(facts("if(c)a=1;else if(d)b=2;"), "0d< 1le 2ld 3le");
}

TEST_F(Facts, ALoopAtTheEndLeavesByItsConditionAndByBreak) {
  EXPECT_EQ(facts("while(c)h();"), "0ld 1c");
  EXPECT_EQ(facts("for(a=0;a<c;a++){if(b)break;h();}"), "0< 1ld 2d 3le 4c 5<4");
  EXPECT_EQ(facts("for(;;){h();if(a)break;}"), "0< 1c 2d<1 3le");
  EXPECT_EQ(facts("do{h();b=2;}while(c);"), "0c 1<0 2l");
  EXPECT_EQ(facts("a=1;while(1)h();"), "0< 1 2c");
  EXPECT_EQ(facts("while(c)h();return d;"), "0d 1c 2le");
}

TEST_F(Facts, DoWhileZeroIsNoLoop) { EXPECT_EQ(facts("a=1;do{h();b=2;}while(0);"), "0< 1c 2le<1"); }

TEST_F(Facts, ASwitchAtTheEnd) {
  EXPECT_EQ(facts("switch(c){case 1:h();break;default:a=2;}"), "0< 1c 2le<1 3le");
  EXPECT_EQ(facts("switch(c){case 1:h();}"), "0l< 1cle");
  EXPECT_EQ(facts("switch(g(c)){case 1:a=1;case 2:h();}return d;"), "0c< 1<0 2c 3le");
}

TEST_F(Facts, AGotoToTheEndLeaves) {
  EXPECT_EQ(facts("if(c)goto end;h();end:;"), "0d< 1le 2cle");
  EXPECT_EQ(facts("if(c)goto end;h();end:a=1;"), "0d< 1 2c 3le");
}

TEST_F(Facts, AFunctionThatBeginsWithALoopComesBackToItsEntry) {
  EXPECT_EQ(facts("while(c)c--;return d;"), "0d 1 2le");
  EXPECT_EQ(facts("do{c--;}while(c);return d;"), "0 1 2le");
  EXPECT_EQ(facts("again:c--;if(c)goto again;return d;"), "0 1d 2 3le");
}

TEST_F(Facts, StatementsInsideAnExpressionBelongToTheOneAround) {
  EXPECT_EQ(facts("a=g(({b=1;c;}));return d;"), "0c< 1c 2c 3le");
  EXPECT_EQ(facts("return({b=1;c;});"), "0l< 1l 2l");
}

TEST_F(Facts, WhereScopesCleanUpEachStatementMayCall) {
  rewrite("void k(int*);int f(int c){{int x __attribute__((cleanup(k)))=c;x++;}return c;}\n");
  EXPECT_EQ(listed(), "0c< 1c 2le<1");
}

TEST_F(Facts, AStatementWithoutARecordCountsForTheOneBefore) {
  // The macro stays as it is, with one record; h() is the next statement.
  EXPECT_EQ(facts("a=1;\n#define T b=__COUNTER__;h\nT();"), "0< 1cl");
}

TEST_F(Facts, OneRecordForALineStandsForAllOfIt) {
  Options.Detail = sourceprint::Granularity::Block;
  EXPECT_EQ(facts("a=1;h();if(c)b=2;return d;"), "0c< 1<0 2le"); // the `if` is of the first line
  EXPECT_EQ(facts("a=1;h();"), "0cle<");
}

TEST_F(Facts, AnOperandIsInTheMidstOfItsStatement) {
  Options.Detail = sourceprint::Granularity::Expression;
  EXPECT_EQ(facts("return c&&g(d);"), "0cle< 1cl");
}

TEST_F(Facts, AreNotThereWhereNoStatementIsRecorded) {
  Options.Detail = sourceprint::Granularity::Function;
  body("a=1;return d;");
  EXPECT_FALSE(hasFacts());
  Options.Detail = sourceprint::Granularity::Last;
  body("a=1;return d;");
  EXPECT_FALSE(hasFacts());
}

TEST_F(Facts, AFileThatIsReadTwiceKnowsNotWhatComesBefore) {
  write("part.h", "h();c++;\n");
  rewrite("int c;void h(void);void f(void){c=1;\n#include \"part.h\"\nc=2;}\nvoid g(void){\n#include \"part.h\"\n}\n");
  EXPECT_EQ(listed(), "0< 1c 2 3le");
  EXPECT_TRUE(compiles());
}

} // namespace
