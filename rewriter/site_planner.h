// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Turns the walker's decisions into sites and insertions: the builder that knows tokens, files and text, and nothing of
// the syntax tree's classes.
#ifndef SOURCEPRINT_REWRITER_SITE_PLANNER_H
#define SOURCEPRINT_REWRITER_SITE_PLANNER_H

#include "editor.h"
#include "expansions.h"
#include "flow.h"
#include "inserted_text.h"
#include "recorded_names.h"
#include "selection.h"
#include "site_table.h"
#include "token_map.h"
#include <optional>
#include <set>

namespace sourceprint {

class SitePlanner {
public:
  SitePlanner(const clang::SourceManager &SM, const TokenMap &Tokens, const Expansions &Macros, const Inclusions &Files,
              const Selection &Select, RecordedNames Names, RecordForm Form, bool OnlyLast)
      : SM(SM), Tokens(Tokens), Macros(Macros), Files(Files), Select(Select), Names(std::move(Names)), Form(Form),
        OnlyLast(OnlyLast), TiesDivisions(tiesDivisions(Form)), Edits(SM, Tokens) {}

  // The first token of a declaration outside of functions. All of them come in order, and functions among them.
  void externalDeclaration(TokenMap::Index Begin) { Declared.push_back(Begin); }

  // Begins a function whose statements stand behind the token Open. Its records follow; none are inserted if Skip is
  // given or the braces cannot be reached, but they are counted.
  // Entry: text for the beginning of the function, if something of it is recorded.
  void beginFunction(llvm::StringRef Name, TokenMap::Index Open, sp_skip_reason Skip, const std::string &Entry = "");
  void endFunction();
  // Whether that text may have these words: none is a macro of the program's.
  bool mayUse(std::initializer_list<const char *> Words) const;

  // A record at the function's entry, behind its token Open.
  void recordEntry(TokenMap::Index Begin, TokenMap::Index Open);
  // The same of a signal handler that is left out otherwise.
  void recordHandler(TokenMap::Index Begin, TokenMap::Index Open);
  // A record before the statement whose tokens are First to Last (Last: the semicolon or brace that ends it); HeadLast
  // is the last token of its snippet. Braces: the record and the statement get braces of their own.
  bool recordStatement(TokenMap::Index First, TokenMap::Index Last, TokenMap::Index HeadLast, bool Braces);
  // A record for the statement First, placed right behind the token Previous.
  void recordBehind(TokenMap::Index Previous, TokenMap::Index First, TokenMap::Index HeadLast);
  // A record before an expression statement that stands alone: as the left operand of a comma.
  bool recordExpression(TokenMap::Index First, TokenMap::Index HeadLast);
  // A record before each evaluation of the expression First to Last, which gets parentheses.
  bool recordEvaluation(TokenMap::Index First, TokenMap::Index Last, sp_site_kind Kind);

  // Why the statements that a macro made, First the first token of one, are not recorded each; or SP_SKIP_NONE.
  sp_skip_reason macroProblem(TokenMap::Index First) const { return Macros.problem(First); }
  // Counts the statements inside an invocation that stays as it is, as one.
  void keepInvocation(TokenMap::Index First, TokenMap::Index Last);
  // Whether the invocation that First begins is to have a record of its own beside these, which it has not yet.
  bool wantsInvocation(TokenMap::Index First) const;
  // That record, before the statement First to Last, whose snippet ends with HeadLast.
  void recordInvocation(TokenMap::Index First, TokenMap::Index HeadLast, TokenMap::Index Last, bool Braces);
  // A sanitizer looks at divisions and names the place: they stay as they are, and one whose result nobody uses goes.
  void leaveDivisions() { TiesDivisions = false; }
  // Puts the expression First to Last into the parentheses of Call, where no macro stands in the way.
  void tie(TokenMap::Index First, TokenMap::Index Last, const std::string &Call);
  // Why there may be no record of what begins at First, or SP_SKIP_NONE.
  sp_skip_reason skipping(TokenMap::Index First) const;
  // Counts a statement without a record.
  void skip(TokenMap::Index First, TokenMap::Index HeadLast, sp_skip_reason Reason);
  // The same where not even the token is known.
  void skipAt(clang::SourceLocation Where, sp_skip_reason Reason);

  // What is known of the record made last, where the next one will stand.
  const Flow &flow() const { return Here; }
  void setFlow(const Flow &Known) { Here = Known; }
  // Whether the next record is before what may make the thread wait.
  void setTimed(bool MayWait) { IsTimed = MayWait; }
  // What the next records' sites say of the way on from them: flags SP_SITE_... . The table then has facts.
  void setFlags(unsigned Facts) { Flags = Facts; }
  void tellFacts() { Table.setFacts(); }
  // Adds to the site that was recorded last, if that is known: what follows it has no record of its own.
  void addToLast(unsigned Facts);
  // Of the site of a condition: the next site is where control goes if it holds.
  void setDecides(unsigned K) { Table.setDecides(K); }
  void setRepeats(unsigned K, unsigned Begin) { Table.setRepeats(K, Begin); }
  unsigned sites() const { return static_cast<unsigned>(Table.sites()); }
  // From here on control may have come from elsewhere, or another function may have recorded.
  void forget() { Here = Flow(); }
  // From here on another function may have recorded.
  void called() { Here = Flow::behindCall(Here); }

  const TokenMap &tokens() const { return Tokens; }
  const Selection &selection() const { return Select; }
  // Files that are read more than once and whose readings would need different text.
  std::vector<clang::FileID> unequalFiles() const;
  // All files' new text, the table and its declarations included.
  std::vector<Editor::FileText> finish(llvm::StringRef MainFileName);

private:
  struct Description {
    std::string File, Snippet, DefFile;
    Site Result;
  };
  void describe(clang::SourceLocation Where, TokenMap::Index HeadLast, Description &D) const;
  void describeExpansion(TokenMap::Index First, TokenMap::Index HeadLast, Description &D) const;
  unsigned addSite(TokenMap::Index First, TokenMap::Index HeadLast, sp_site_kind Kind, sp_macro_relation Macro);
  // The record of a new site, as an operand: a step of the tree that the flow is in, or the head of a new one.
  std::string operandOf(unsigned K, bool MayBeStep);
  void setBack(unsigned K);
  // Adds the sites that stand before First and returns their records, as operands of commas.
  std::string records(TokenMap::Index First, TokenMap::Index HeadLast, sp_site_kind Kind);
  // Why there can be no record between Begin and End, the first token behind Begin being First.
  sp_skip_reason obstacle(TokenMap::Index First, TokenMap::Index HeadLast, sp_site_kind Kind, FilePoint Begin,
                          FilePoint End) const;
  sp_skip_reason insertionProblem(FilePoint Point) const;
  void insertStatement(FilePoint Begin, FilePoint End, llvm::StringRef Records, bool Braces);
  // What can be inserted at one token, each at most once.
  enum class Insertion : char {
    FunctionText, // what a function with records begins with
    Entry,        // the record of the entry
    Statement,    // a record before a statement
    Block,        // the same, with braces around both
    Invocation,   // the record of a macro invocation
    Behind,       // a record behind the token before
    Operand,      // a record and a comma before an expression
    Evaluation,   // the same, with parentheses
  };
  // Notes an insertion at a token. Returns whether it was made before, for an earlier reading of the same file; its
  // site then has the names of both functions.
  bool repeated(TokenMap::Index Anchor, Insertion What);
  // Why there may be no records in the function whose brace is Open, by its place; or SP_SKIP_NONE.
  sp_skip_reason functionProblem(TokenMap::Index Open);
  bool placeDeclarations();
  void openFunction();

  const clang::SourceManager &SM;
  const TokenMap &Tokens;
  const Expansions &Macros;
  const Inclusions &Files;
  const Selection &Select;
  const RecordedNames Names;
  RecordForm Form;
  bool OnlyLast; // instead of records, the thread's last statement is kept
  bool TiesDivisions;
  Editor Edits;
  SiteTable Table;
  std::string FunctionName, FunctionText;
  bool HasHandlers = false;
  TokenMap::Index FunctionOpen = TokenMap::None; // after which the entry goes; None once it is there
  sp_skip_reason Skipping = SP_SKIP_NONE;
  std::optional<FilePoint> DeclarationPoint;
  Flow Here;
  bool IsTimed = false;
  unsigned Flags = 0;
  std::vector<unsigned> TreeSteps; // of each tree: how many
  // What was inserted already: its site, if it is a record, and the names of the functions that have it.
  struct Inserted {
    unsigned Site;
    std::vector<std::string> Functions;
  };
  std::map<std::tuple<const clang::FileEntry *, unsigned, unsigned, Insertion>, Inserted> Done;
  std::set<std::tuple<const clang::FileEntry *, unsigned, unsigned, unsigned, unsigned>> Tied;
  std::map<clang::FileID, std::set<std::pair<unsigned, Insertion>>> Shared; // insertions into files read more than once
  std::vector<TokenMap::Index> Declared;
  std::set<std::pair<const clang::FileEntry *, unsigned>> Kept; // macro uses that are counted as skipped
  std::set<unsigned> Invocations;                               // user locations of macro uses that have a record
};

} // namespace sourceprint

#endif
