// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Rewrites real files in a folder of the test's own, and shows the result in a form that people can read.
#ifndef SOURCEPRINT_TESTS_REWRITE_FIXTURE_H
#define SOURCEPRINT_TESTS_REWRITE_FIXTURE_H

#include "rewriter/translation_unit.h"
#include "runtime/format.h"
#include "gtest/gtest.h"
#include <string>
#include <vector>

struct FoundSite {
  unsigned Line, Column, Kind, Macro, Skip, DefLine;
  std::string File, Function, Snippet, DefFile;
  unsigned Step, Back, Flags; // Flags: SP_SITE_..., without the kind
};

class RewriteTest : public ::testing::Test {
protected:
  void SetUp() override;

  // Writes a file into the test's folder, which is the working directory.
  void write(const std::string &Name, const std::string &Text);
  // Rewrites main.c, with more words for the command. Expects success unless Wanted says otherwise.
  void rewrite(const std::string &Text, std::vector<std::string> Words = {},
               sourceprint::Outcome Wanted = sourceprint::Outcome::Rewritten);

  // The rewritten text of a file: without the declarations, the function's entry as "{!", and each record as @k.
  std::string text(const std::string &Name = "main.c") const;
  // The same with the kinds of records: a head as @k, one that goes on from this function's newest record as ^k, one
  // that looks at the clock as ~k, a step as $k.
  std::string shape(const std::string &Name = "main.c") const;
  // The body of the only function `f`, of one line.
  std::string body(const std::string &Statements, std::vector<std::string> Words = {});
  // Its shape.
  std::string trees(const std::string &Statements, std::vector<std::string> Words = {});
  // The text with everything of ours in it, or "" if the file was not rewritten.
  std::string rawText(const std::string &Name) const;
  // The recorded sites, or those without a record.
  std::vector<FoundSite> sites() const { return Recorded; }
  std::vector<FoundSite> skipped() const { return Skipped; }
  // Where the table says that relative names begin.
  const std::string &directory() const { return Directory; }
  // Whether the table says that its sites have facts.
  bool hasFacts() const { return HasFacts; }
  // Whether the real compiler takes the rewritten text, as it is, without a word.
  bool compiles(std::vector<std::string> Words = {}) const;

  sourceprint::RewriteOptions Options;
  std::string Folder; // the working directory
  std::string Said;   // the compiler's words
  sourceprint::RewriteResult Result;

private:
  void readTable();
  static std::string inside(const std::string &Text);
  std::string Directory;
  std::vector<FoundSite> Recorded, Skipped;
  bool HasFacts = false;
};

#endif
