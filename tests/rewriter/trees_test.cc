// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Which statements are steps of a tree: control must come to a step from the statement before it alone, and nothing in
// between may have recorded. @k: a head; ^k: a head where the newest record is this function's; ~k: one that looks at
// the clock before; $k: a step.
#include "rewrite_fixture.h"

namespace {

class Trees : public RewriteTest {};

TEST_F(Trees, AStraightLineIsOne) { EXPECT_EQ(trees("a=c;b=d;return a;"), "! @0;a=c; $1;b=d; $2;return a;"); }

TEST_F(Trees, ACallMayRecord) {
  EXPECT_EQ(trees("a=g(c);b=d;return a;"), "! @0;a=g(c); @1;b=d; $2;return a;");
  EXPECT_EQ(trees("a=__builtin_expect(c,1);b=d;return a;"), "! @0;a=__builtin_expect(c,1); $1;b=d; $2;return a;");
  // The compiler may call memcpy(), which can be the program's own.
  EXPECT_EQ(trees("struct s{int x[99];}*s=(void*)p,*t=s+1;*s=*t;return d;"),
            "! @0;struct s{int x[99];}*s=(void*)p,*t=s+1; $1;*s=*t; @2;return d;");
}

TEST_F(Trees, BranchesBelongToTheTreeAndMeetInANewOne) {
  EXPECT_EQ(trees("if(c)a=1;else b=2;return d;"), "! @0;if(c) $1, a=1;else  $2, b=2; ^3;return d;");
  EXPECT_EQ(sites()[1].Back, 1u);
  EXPECT_EQ(sites()[2].Back, 2u);
  EXPECT_EQ(sites()[2].Step, 2u);
  EXPECT_EQ(sites()[3].Step, 0u);
}

TEST_F(Trees, ABranchThatLeavesMeetsNothing) {
  EXPECT_EQ(trees("if(c)return 1;return d;"), "! @0;if(c) { $1;return 1;} $2;return d;");
  EXPECT_EQ(sites()[2].Back, 2u);
}

TEST_F(Trees, ACallInTheConditionIsBehindItsRecord) {
  EXPECT_EQ(trees("if(g(c))a=1;return d;"), "! @0;if(g(c)) @1, a=1; @2;return d;");
}

TEST_F(Trees, ALoopBeginsATreeEachRound) {
  EXPECT_EQ(trees("while(c)c--;return d;"), "!while((@0, c)) $1, c--; $2;return d;");
  EXPECT_EQ(trees("a=1;while(c)c--;return d;"), "! @0;a=1;while((^1, c)) $2, c--; $3;return d;");
  EXPECT_EQ(trees("a=1;while(c)c=g(c);return d;"), "! @0;a=1;while((@1, c)) $2, c=g(c); $3;return d;");
}

TEST_F(Trees, TheStepOfAForComesBehindItsBody) {
  EXPECT_EQ(trees("for(a=0;a<c;a++)b+=a;return d;"), "! @0;for(a=0;(^1, a<c);($3, a++)) $2, b+=a; $4;return d;");
}

TEST_F(Trees, BreakAndContinueMeetWhereTheyLead) {
  EXPECT_EQ(trees("for(a=0;a<c;a++){if(b)continue;d++;}return d;"),
            "! @0;for(a=0;(^1, a<c);(^5, a++)){ $2;if(b) { $3;continue;} $4;d++;} $6;return d;");
  EXPECT_EQ(trees("while(c){if(b)break;c--;}return d;"),
            "!while((@0, c)){ $1;if(b) { $2;break;} $3;c--;} @4;return d;");
}

TEST_F(Trees, DoWhileZeroIsNoLoop) {
  EXPECT_EQ(trees("a=1;do{b=2;}while(0);return d;"), "! @0;a=1;do{ $1;b=2;}while(0); $2;return d;");
  EXPECT_EQ(trees("a=1;do{b=2;c--;}while(c);return d;"), "! @0;a=1;do{ ^1;b=2; $2;c--;}while(($3, c)); $4;return d;");
}

TEST_F(Trees, ACaseIsAStepOfItsSwitchUnlessTheOneBeforeFallsIn) {
  EXPECT_EQ(trees("switch(c){case 1:a=1;break;case 2:a=2;case 3:a=3;break;}return d;"),
            "! @0;switch(c){case 1: $1;a=1; $2;break;case 2: $3;a=2;case 3: ^4;a=3; $5;break;} ^6;return d;");
}

TEST_F(Trees, AJumpIntoALoopIsSeen) {
  EXPECT_EQ(trees("switch(c){case 0:do{a++;case 1:b++;}while(--c>0);}return d;"),
            "! @0;switch(c){case 0:do{ @1;a++;case 1: ^2;b++;}while(($3, --c>0));} ^4;return d;");
}

TEST_F(Trees, ALabelBeginsATree) {
  EXPECT_EQ(trees("a=1;again:b=2;if(c)goto again;return d;"),
            "! @0;a=1;again: @1;b=2; $2;if(c) { $3;goto again;} $4;return d;");
}

TEST_F(Trees, AStatementExpressionIsApart) {
  EXPECT_EQ(trees("a=({b=1;c;});return d;"), "! @0;a=({ @1;b=1; $2;c;}); @3;return d;");
}

TEST_F(Trees, AFileThatIsReadTwiceHasNoSteps) {
  write("part.h", "b=1;c++;\n");
  rewrite("int b,c;void f(void){c=1;\n#include \"part.h\"\nc=2;}\nvoid g(void){\n#include \"part.h\"\n}\n");
  EXPECT_EQ(shape("./part.h"), " @1;b=1; @2;c++;\n");
  EXPECT_TRUE(compiles());
}

TEST_F(Trees, ATreeHasAtMost255Steps) {
  std::string Text;
  for (int I = 0; I < 300; ++I)
    Text += "a++;";
  trees(Text + "return d;");
  EXPECT_EQ(sites()[255].Step, 255u);
  EXPECT_EQ(sites()[256].Step, 0u);
  EXPECT_EQ(sites()[257].Step, 1u);
}

TEST_F(Trees, WhereScopesCleanUpACallIsHidden) {
  rewrite("void k(int*);int f(int c){{int x __attribute__((cleanup(k)))=c;x++;}return c;}\n");
  EXPECT_EQ(shape(), "void k(int*);int f(int c){!{ @0;int x __attribute__((cleanup(k)))=c; $1;x++;} @2;return c;}\n");
}

// What a system header declares may wait; what the compiler knows, what only computes and what has a body do not.
TEST_F(Trees, BeforeACallThatMayWaitTheClockIsLookedAt) {
  mkdir("system", 0700);
  write("system/waits.h", "long read(int,void*,unsigned long);int puts(const char*);unsigned long strlen(const char*);"
                          "int*place(void)__attribute__((const));static inline int swap(int x){return -x;}\n");
  auto Shape = [&](const std::string &Statements) {
    rewrite("#include <waits.h>\nint g(int);int a;\nint f(int c,char*s){" + Statements + "}\n", {"-isystem", "system"});
    EXPECT_TRUE(compiles({"-isystem", "system"}));
    std::string Text = shape();
    return Text.substr(Text.find("char*s){") + 8);
  };
  EXPECT_EQ(Shape("a=c;a=read(c,s,1);a=2;return a;"), "! @0;a=c; ~1;a=read(c,s,1); @2;a=2; $3;return a;}\n");
  EXPECT_EQ(Shape("a=strlen(s)+*place()+swap(c);return g(puts(s));"),
            "! @0;a=strlen(s)+*place()+swap(c); ~1;return g(puts(s));}\n");
  EXPECT_EQ(
      Shape("while(read(c,s,1)>0)a++;if(puts(s))a=1;else if(puts(s))a=2;return 0;"),
      "!while((~0, read(c,s,1)>0)) @1, a++; ~2;if(puts(s)) @3, a=1;else if((~4, puts(s))) @5, a=2; @6;return 0;}\n");
  EXPECT_EQ(Shape("for(a=puts(s);a<c;a++)c--;return({read(c,s,1);c;});"),
            "! ~0;for(a=puts(s);(@1, a<c);($3, a++)) $2, c--; $4;return({ ~5;read(c,s,1); @6;c;});}\n");
}

TEST_F(Trees, TheSiteSaysThatTheClockIsLookedAt) {
  mkdir("system", 0700);
  write("system/waits.h", "int puts(const char*);\n");
  rewrite("#include <waits.h>\nint f(int c){c++;puts(0);return c;}\n", {"-isystem", "system"});
  ASSERT_EQ(sites().size(), 3u);
  EXPECT_EQ(sites()[0].Flags & SP_SITE_TIMED, 0u);
  EXPECT_EQ(sites()[1].Flags & SP_SITE_TIMED, SP_SITE_TIMED);
  EXPECT_EQ(sites()[2].Flags & SP_SITE_TIMED, 0u);
}

} // namespace
