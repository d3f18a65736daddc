// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "rewrite_fixture.h"

using namespace sourceprint;

namespace {

class Forms : public RewriteTest {
protected:
  bool has(const char *Text) const { return rawText("main.c").find(Text) != std::string::npos; }
};

const char *const Source = "int f(int a, int b) { return a / b; }\n";

TEST_F(Forms, InPlaceInOptimizedCode) {
  for (const char *Level : {"-O1", "-O2", "-Os", "-Og"}) {
    rewrite(Source, {Level});
    EXPECT_FALSE(has("__naked__")) << Level;
    EXPECT_EQ(text(), "int f(int a, int b) {!  @0;return  __sp_rint(a /  __sp_oint(b)); }\n") << Level;
  }
}

TEST_F(Forms, ACallWhereNothingIsOptimized) {
  rewrite(Source, {"-O0"});
#ifdef __x86_64__
  EXPECT_TRUE(has("__naked__"));
#endif
  // Such code has its divisions where they were written.
  EXPECT_FALSE(has("__sp_oint"));
  EXPECT_TRUE(compiles({"-O0"}));
}

// What clang adds to each function it would add to ours, whose arguments are in registers that it does not save.
TEST_F(Forms, InPlaceWhereClangAddsCodeToFunctions) {
  for (const char *Flag : {"-fprofile-instr-generate", "-fsanitize-coverage=trace-pc-guard", "-fxray-instrument"}) {
    rewrite(Source, {"-O0", Flag});
    EXPECT_FALSE(has("__naked__")) << Flag;
  }
}

TEST_F(Forms, StepsAreStoresButWhereSomethingWouldLookAtThem) {
  const char *const Steps = "int f(int a) { a++; a += 2; return a; }\n";
  rewrite(Steps, {"-O0"});
#ifdef __x86_64__
  EXPECT_TRUE(has("->__sp_number="));
#endif
  EXPECT_TRUE(compiles({"-O0", "-Weverything", "-Werror", "-Wno-missing-prototypes"}));
  rewrite(Steps, {"-O0", "--coverage"});
  EXPECT_FALSE(has("->__sp_number="));
  rewrite(Steps, {"-O0", "-fsanitize=undefined"});
  EXPECT_FALSE(has("->__sp_number="));
  EXPECT_TRUE(compiles({"-O0", "-fsanitize=undefined"}));
}

// There a thread's variable is behind a call.
TEST_F(Forms, InPlaceWhereThreadLocalStorageIsEmulated) {
  rewrite(Source, {"-O0", "-femulated-tls"});
  EXPECT_FALSE(has("__naked__"));
}

TEST_F(Forms, InPlaceWhereDataIsFarAway) {
  for (const char *Model : {"-mcmodel=medium", "-mcmodel=large"}) {
    rewrite(Source, {"-O0", Model});
    EXPECT_FALSE(has("__naked__")) << Model;
  }
}

TEST_F(Forms, CAloneForOtherMachines) {
  rewrite(Source, {"-O0", "--target=aarch64-linux-gnu", "-ffreestanding"});
  EXPECT_FALSE(has("__naked__"));
  EXPECT_FALSE(has("movq"));
}

} // namespace
