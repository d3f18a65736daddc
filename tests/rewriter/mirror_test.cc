// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A folder that takes only new files, in both ways of keeping them out of sight until they are whole.
#include "rewriter/mirror.h"

#include "gtest/gtest.h"
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <sys/stat.h>
#include <unistd.h>

using sourceprint::Mirror;

class MirrorTest : public ::testing::TestWithParam<Mirror::Hiding> {
protected:
  void SetUp() override {
    const char *Temporary = getenv("TEST_TMPDIR");
    std::string Template = std::string(Temporary ? Temporary : "/tmp") + "/mirror-XXXXXX";
    ASSERT_NE(mkdtemp(&Template[0]), nullptr);
    ASSERT_EQ(chdir(Template.c_str()), 0);
  }
  static std::string read(const std::string &Path) {
    std::ostringstream Text;
    Text << std::ifstream(Path).rdbuf();
    return Text.str();
  }
  static bool exists(const std::string &Path) {
    struct stat Status;
    return lstat(Path.c_str(), &Status) == 0;
  }
  static bool has(const std::string &Problem, const std::string &Text) {
    return Problem.find(Text) != std::string::npos;
  }
};

TEST_P(MirrorTest, WritesNewFilesInNewFolders) {
  Mirror Out(GetParam());
  EXPECT_EQ(Out.open("tree"), "");
  EXPECT_FALSE(exists("tree")) << "made before there is anything to write";
  EXPECT_EQ(Out.check("a/b/c.c"), "");
  EXPECT_EQ(Out.write("a/b/c.c", "text"), "");
  EXPECT_EQ(Out.write("d.c", ""), "");
  EXPECT_EQ(read("tree/a/b/c.c"), "text");
  EXPECT_TRUE(exists("tree/d.c"));
  EXPECT_FALSE(exists(std::string("tree/") + Mirror::TemporaryName));
}

TEST_P(MirrorTest, ReplacesNothing) {
  mkdir("tree", 0700);
  std::ofstream("tree/a.c") << "mine";
  Mirror Out(GetParam());
  EXPECT_EQ(Out.open("tree"), "");
  EXPECT_TRUE(has(Out.check("a.c"), "tree/a.c is there already"));
  EXPECT_TRUE(has(Out.write("a.c", "other"), "cannot write tree/a.c: File exists"));
  EXPECT_EQ(read("tree/a.c"), "mine");
  EXPECT_FALSE(exists(std::string("tree/") + Mirror::TemporaryName));
}

TEST_P(MirrorTest, FollowsNoLink) {
  mkdir("tree", 0700);
  mkdir("outside", 0700);
  ASSERT_EQ(symlink("../outside", "tree/folder"), 0);
  ASSERT_EQ(symlink("../outside/absent", "tree/file.c"), 0);
  Mirror Out(GetParam());
  EXPECT_EQ(Out.open("tree"), "");
  EXPECT_TRUE(has(Out.check("folder/a.c"), "tree/folder is in the way"));
  EXPECT_TRUE(has(Out.write("folder/a.c", "x"), "tree/folder is in the way"));
  EXPECT_TRUE(has(Out.check("file.c"), "is there already"));
  EXPECT_TRUE(has(Out.write("file.c", "x"), "File exists"));
  EXPECT_FALSE(exists("outside/a.c"));
  EXPECT_FALSE(exists("outside/absent"));
}

TEST_P(MirrorTest, AFileIsNoFolder) {
  mkdir("tree", 0700);
  std::ofstream("tree/a") << "mine";
  Mirror Out(GetParam());
  EXPECT_EQ(Out.open("tree"), "");
  EXPECT_TRUE(has(Out.check("a/b.c"), "tree/a is in the way"));
  EXPECT_TRUE(has(Out.write("a/b.c", "x"), "tree/a is in the way"));
  EXPECT_NE(Mirror(GetParam()).open("tree/a"), "");
}

TEST_P(MirrorTest, TheWorkingDirectoryMayChange) {
  mkdir("elsewhere", 0700);
  Mirror Out(GetParam());
  EXPECT_EQ(Out.open("tree"), "");
  ASSERT_EQ(chdir("elsewhere"), 0);
  EXPECT_EQ(Out.write("a.c", "x"), "");
  EXPECT_EQ(read("../tree/a.c"), "x");
}

TEST_P(MirrorTest, ADiskThatRefusesLeavesNothing) {
  Mirror Out(GetParam());
  EXPECT_EQ(Out.open("/proc/self"), "");
  EXPECT_NE(Out.write("a.c", "x"), "");
}

INSTANTIATE_TEST_SUITE_P(Hidings, MirrorTest, ::testing::Values(Mirror::Hiding::Unnamed, Mirror::Hiding::Named));
