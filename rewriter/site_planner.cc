// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "site_planner.h"
#include "compat.h"
#include "macro_guard.h"

#include "llvm/ADT/StringExtras.h"
#include <utility>

using namespace clang;

namespace sourceprint {

sp_skip_reason SitePlanner::insertionProblem(FilePoint Point) const {
  const FileEntry *File = compat::fileEntry(SM, Point.File);
  if (!File || Select.isShared(File) || SM.isLoadedFileID(Point.File) ||
      SM.getFileCharacteristic(SM.getLocForStartOfFile(Point.File)) != SrcMgr::C_User)
    return SP_SKIP_MACRO_BOUNDARY;
  if (Files.isLeft(Point.File))
    return SP_SKIP_REPEATED_INCLUDE;
  return Point.Gap ? Macros.problem(Point.Gap) : SP_SKIP_NONE;
}

bool SitePlanner::repeated(TokenMap::Index Anchor, Insertion What) {
  FilePoint Point = Tokens.before(Anchor);
  auto Site = static_cast<unsigned>(Table.sites());
  auto [Known, New] = Done.try_emplace({compat::fileEntry(SM, Point.File), Point.Offset, Point.Gap, What},
                                       Inserted{Site, {FunctionName}});
  if (!New && What != Insertion::FunctionText) {
    openFunction(); // what the earlier reading made is this function's, too
    forget();
  }
  // A function's entry goes with its records, and only the first reading's make it.
  if (Files.isReadOnce(Point.File) || What == Insertion::FunctionText)
    return !New;
  Shared[Point.File].insert({Point.Offset, What});
  std::vector<std::string> &Names = Known->second.Functions;
  if (!llvm::is_contained(Names, FunctionName)) {
    Names.push_back(FunctionName);
    Table.setFunction(Known->second.Site, llvm::join(Names, "|"));
  }
  return !New;
}

std::vector<FileID> SitePlanner::unequalFiles() const {
  std::vector<FileID> Unequal;
  for (const auto &[File, Insertions] : Shared)
    for (FileID Other : Files.readings(File)) {
      auto Found = Shared.find(Other);
      bool Same = llvm::all_of(Insertions, [&](auto Insertion) {
        return !Files.isCompiled(Other, Insertion.first) || (Found != Shared.end() && Found->second.count(Insertion));
      });
      if (!Same)
        Unequal.push_back(File);
    }
  return Unequal;
}

sp_skip_reason SitePlanner::functionProblem(TokenMap::Index Open) {
  sp_skip_reason Problem = insertionProblem(Tokens.after(Open));
  if (Problem != SP_SKIP_NONE)
    return Problem == SP_SKIP_REPEATED_INCLUDE ? Problem : SP_SKIP_MACRO_FUNCTION;
  return DeclarationPoint || placeDeclarations() ? SP_SKIP_NONE : SP_SKIP_REPEATED_INCLUDE;
}

void SitePlanner::beginFunction(llvm::StringRef Name, TokenMap::Index Open, sp_skip_reason Skip,
                                const std::string &Entry) {
  FunctionName = Name.str();
  FunctionOpen = Open;
  FunctionText = Entry;
  forget();
  Here.Last = Flow::Start;
  Skipping = Skip == SP_SKIP_NONE ? functionProblem(Open) : Skip;
}

bool SitePlanner::mayUse(std::initializer_list<const char *> Words) const {
  return llvm::none_of(Words, [&](const char *Word) { return isUsersMacro(Tokens.preprocessor(), Word); });
}

void SitePlanner::endFunction() { Skipping = SP_SKIP_NONE; }

// The function's own pointer to the ring is declared only where a record uses it.
void SitePlanner::openFunction() {
  if (FunctionOpen == TokenMap::None)
    return;
  if (!repeated(FunctionOpen, Insertion::FunctionText))
    Edits.insertAfter(Tokens.after(FunctionOpen),
                      functionEntry(Table.addFunction(), mayUse({"__attribute__", "__unused__"})) + FunctionText);
  HasHandlers |= !FunctionText.empty();
  FunctionOpen = TokenMap::None;
}

// Finds the start of an external declaration, this function's or an earlier one, in a file that is read only once,
// since what we declare there may not be declared twice.
bool SitePlanner::placeDeclarations() {
  for (TokenMap::Index Start : llvm::reverse(Declared)) {
    if (Start == TokenMap::None)
      continue;
    // The syntax tree leaves attributes and the like out.
    while (Start > 0 && Tokens.kind(Start - 1) != tok::semi && Tokens.kind(Start - 1) != tok::r_brace)
      --Start;
    FilePoint Point = Tokens.before(Start);
    if (Point.Gap || insertionProblem(Point) != SP_SKIP_NONE || !Files.isReadOnce(Point.File))
      continue;
    DeclarationPoint = Point;
    return true;
  }
  return false;
}

void SitePlanner::describe(SourceLocation Where, TokenMap::Index HeadLast, Description &D) const {
  PresumedLoc Presumed = SM.getPresumedLoc(Where);
  if (Presumed.isValid()) {
    D.File = Names.of(Presumed.getFilename());
    D.Result.Line = Presumed.getLine();
    D.Result.Column = Presumed.getColumn();
  }
  auto [File, Offset] = SM.getDecomposedLoc(SM.getExpansionLoc(Where));
  llvm::StringRef Text = SM.getBufferData(File).drop_front(Offset);
  FilePoint End;
  if (HeadLast != TokenMap::None)
    End = Tokens.after(HeadLast);
  bool Whole = End.File == File && End.Offset > Offset && !End.Gap;
  D.Snippet = foldSnippet(Whole ? Files.compiledText(File, Offset, End.Offset, Tokens.langOptions())
                                : Text.take_until([](char C) { return C == ';' || C == '\n'; }).str());
  D.Result.File = D.File;
  D.Result.Function = FunctionName;
  D.Result.Snippet = D.Snippet;
}

// A statement inside an expansion: its own text, and where the macro's definition has it.
void SitePlanner::describeExpansion(TokenMap::Index First, TokenMap::Index HeadLast, Description &D) const {
  D.Snippet = foldSnippet(Tokens.spelling(First, HeadLast, SP_SNIPPET_MAX));
  D.Result.Snippet = D.Snippet;
  PresumedLoc Presumed = SM.getPresumedLoc(Tokens.definition(First, HeadLast));
  if (Presumed.isInvalid())
    return;
  D.DefFile = Names.of(Presumed.getFilename());
  D.Result.DefFile = D.DefFile;
  D.Result.DefLine = Presumed.getLine();
}

unsigned SitePlanner::addSite(TokenMap::Index First, TokenMap::Index HeadLast, sp_site_kind Kind,
                              sp_macro_relation Macro) {
  openFunction();
  Description D;
  describe(Tokens.userLocation(First), HeadLast, D);
  if (Macro == SP_MACRO_EXPANSION)
    describeExpansion(First, HeadLast, D);
  D.Result.Kind = Kind;
  D.Result.Macro = Macro;
  if (Tokens.inMacro(First))
    Invocations.insert(Tokens.userLocation(First).getRawEncoding());
  return Table.add(D.Result);
}

bool SitePlanner::wantsInvocation(TokenMap::Index First) const {
  return Macros.invocationsWanted() && Tokens.beginsInvocation(First) &&
         !Invocations.count(Tokens.userLocation(First).getRawEncoding());
}

void SitePlanner::addToLast(unsigned Facts) {
  if (Here.Last < Table.sites())
    Table.addFlags(Here.Last, Facts);
}

void SitePlanner::setBack(unsigned K) {
  unsigned Back = K - Here.Last;
  if (Here.Last == Flow::Start)
    Table.setBack(K, SP_BACK_NONE);
  else if (Here.Last != Flow::Unknown && Back < SP_BACK_NONE)
    Table.setBack(K, Back);
}

std::string SitePlanner::operandOf(unsigned K, bool MayBeStep) {
  unsigned Back = K - Here.Site;
  if (OnlyLast)
    return lastOperand(K);
  bool Timed = std::exchange(IsTimed, false); // of several records for one statement the first
  Table.addFlags(K, Flags | (Timed ? SP_SITE_TIMED : 0));
  bool IsStep = MayBeStep && !Timed && Here.Reached && Here.Site != Flow::Unknown && Back <= UINT16_MAX &&
                TreeSteps[Here.Tree] < SP_STEP_MAX;
  if (IsStep) {
    Here.Site = Here.Last = K;
    unsigned Step = ++TreeSteps[Here.Tree];
    Table.setStep(K, Step, Back);
    return stepOperand(Form, K, Step);
  }
  if (!MayBeStep) {
    forget();
    return Timed ? timedOperand(K) : recordOperand(K);
  }
  bool Fresh = Here.Fresh && usesFreshPlace(Form);
  setBack(K);
  Here = Flow();
  Here.Site = Here.Last = K;
  Here.Fresh = true;
  Here.Tree = static_cast<unsigned>(TreeSteps.size());
  TreeSteps.push_back(0);
  return Timed ? timedOperand(K) : Fresh ? nextOperand(K) : recordOperand(K);
}

std::string SitePlanner::records(TokenMap::Index First, TokenMap::Index HeadLast, sp_site_kind Kind) {
  // What a file holds that is read twice stands in two flows, with one text.
  bool MayBeStep = Files.isReadOnce(Tokens.before(First).File);
  auto Record = [&](sp_macro_relation Macro) { return operandOf(addSite(First, HeadLast, Kind, Macro), MayBeStep); };
  bool Begins = Tokens.beginsInvocation(First);
  if (!Tokens.inMacro(First) || (Begins && !Tokens.sameInvocation(First, HeadLast)))
    return Record(SP_MACRO_NONE);
  if (macroProblem(First) != SP_SKIP_NONE)
    return Record(Macros.expansionsWanted() || Macros.invocationsWanted() ? SP_MACRO_INVOCATION : SP_MACRO_NONE);
  if (!wantsInvocation(First))
    return Record(SP_MACRO_EXPANSION);
  unsigned Facts = std::exchange(Flags, 0); // they are of what follows the second record
  std::string Invocation = Record(SP_MACRO_INVOCATION);
  Flags = Facts;
  return Invocation + ", " + Record(SP_MACRO_EXPANSION);
}

sp_skip_reason SitePlanner::skipping(TokenMap::Index First) const {
  return Skipping != SP_SKIP_NONE ? Skipping : Select.place(Tokens.location(First));
}

sp_skip_reason SitePlanner::obstacle(TokenMap::Index First, TokenMap::Index HeadLast, sp_site_kind Kind,
                                     FilePoint Begin, FilePoint End) const {
  sp_skip_reason Problem = skipping(First);
  if (Problem != SP_SKIP_NONE)
    return Problem;
  Problem = insertionProblem(Begin);
  if (Problem == SP_SKIP_NONE && (Problem = insertionProblem(End)) == SP_SKIP_MACRO_INTERIOR)
    Problem = SP_SKIP_MACRO_BOUNDARY;
  // A condition that is a macro's still belongs to the user's statement.
  bool IsMacros = Kind == SP_KIND_STATEMENT && Tokens.sameInvocation(First, HeadLast);
  return IsMacros && macroProblem(First) == SP_SKIP_MACRO_OFF ? SP_SKIP_MACRO_OFF : Problem;
}

void SitePlanner::skip(TokenMap::Index First, TokenMap::Index HeadLast, sp_skip_reason Reason) {
  SourceLocation Where = Tokens.userLocation(First);
  if (Tokens.inMacro(First) && Reason == macroProblem(First)) {
    if (Reason == SP_SKIP_MACRO_INTERIOR && Invocations.count(Where.getRawEncoding()))
      return; // the invocation's record is this statement's too
    auto [File, Offset] = SM.getDecomposedLoc(Where);
    if (!Kept.insert({compat::fileEntry(SM, File), Offset}).second)
      return; // once for each invocation
  }
  Description D;
  describe(Where, HeadLast, D);
  Table.addSkipped(D.Result, Reason);
}

void SitePlanner::keepInvocation(TokenMap::Index First, TokenMap::Index Last) {
  if (skipping(First) == SP_SKIP_NONE)
    skip(First, Last, macroProblem(First));
}

void SitePlanner::skipAt(SourceLocation Where, sp_skip_reason Reason) {
  Description D;
  describe(SM.getExpansionLoc(Where), TokenMap::None, D);
  Table.addSkipped(D.Result, Reason);
}

void SitePlanner::recordEntry(TokenMap::Index Begin, TokenMap::Index Open) {
  sp_skip_reason Reason = skipping(Begin);
  if (Reason != SP_SKIP_NONE)
    return skip(Begin, Open, Reason);
  if (repeated(Open, Insertion::Entry))
    return;
  // The head of the snippet ends before the brace.
  unsigned K = addSite(Begin, Open > Begin ? Open - 1 : Open, SP_KIND_ENTER, SP_MACRO_NONE);
  Edits.insertBefore(Tokens.after(Open), " " + operandOf(K, /*MayBeStep=*/false) + ";");
}

void SitePlanner::recordHandler(TokenMap::Index Begin, TokenMap::Index Open) {
  if (functionProblem(Open) != SP_SKIP_NONE)
    return;
  Skipping = SP_SKIP_NONE;
  unsigned K = sites();
  Flags = SP_SITE_CALLS | SP_SITE_LEAVES;
  recordEntry(Begin, Open);
  Flags = 0;
  if (K < sites())
    Table.setBack(K, SP_BACK_NONE);
  Skipping = SP_SKIP_SIGNAL_HANDLER;
}

void SitePlanner::insertStatement(FilePoint Begin, FilePoint End, llvm::StringRef Records, bool Braces) {
  Edits.insertBefore(Begin, (Braces ? " { " : " ") + Records.str() + ";");
  if (Braces)
    Edits.insertAfter(End, "}");
}

bool SitePlanner::recordStatement(TokenMap::Index First, TokenMap::Index Last, TokenMap::Index HeadLast, bool Braces) {
  FilePoint Begin = Tokens.before(First), End = Braces ? Tokens.after(Last) : Begin;
  sp_skip_reason Problem = obstacle(First, HeadLast, SP_KIND_STATEMENT, Begin, End);
  if (Problem != SP_SKIP_NONE) {
    skip(First, HeadLast, Problem);
    return false;
  }
  if (!repeated(First, Braces ? Insertion::Block : Insertion::Statement))
    insertStatement(Begin, End, records(First, HeadLast, SP_KIND_STATEMENT), Braces);
  return true;
}

void SitePlanner::recordInvocation(TokenMap::Index First, TokenMap::Index HeadLast, TokenMap::Index Last, bool Braces) {
  FilePoint Begin = Tokens.before(First), End = Braces ? Tokens.after(Last) : Begin;
  if (obstacle(First, HeadLast, SP_KIND_STATEMENT, Begin, End) != SP_SKIP_NONE ||
      repeated(First, Insertion::Invocation))
    return;
  unsigned K = addSite(First, HeadLast, SP_KIND_STATEMENT, SP_MACRO_INVOCATION);
  insertStatement(Begin, End, operandOf(K, Files.isReadOnce(Begin.File)), Braces);
}

void SitePlanner::recordBehind(TokenMap::Index Previous, TokenMap::Index First, TokenMap::Index HeadLast) {
  FilePoint Point = Tokens.after(Previous);
  sp_skip_reason Problem = obstacle(First, HeadLast, SP_KIND_STATEMENT, Point, Point);
  if (Problem != SP_SKIP_NONE)
    skip(First, HeadLast, Problem);
  else if (!repeated(First, Insertion::Behind))
    insertStatement(Point, Point, records(First, HeadLast, SP_KIND_STATEMENT), /*Braces=*/false);
}

bool SitePlanner::recordExpression(TokenMap::Index First, TokenMap::Index HeadLast) {
  FilePoint Begin = Tokens.before(First);
  sp_skip_reason Problem = obstacle(First, HeadLast, SP_KIND_STATEMENT, Begin, Begin);
  if (Problem != SP_SKIP_NONE) {
    skip(First, HeadLast, Problem);
    return false;
  }
  if (!repeated(First, Insertion::Operand))
    Edits.insertBefore(Begin, " " + records(First, HeadLast, SP_KIND_STATEMENT) + ", ");
  return true;
}

void SitePlanner::tie(TokenMap::Index First, TokenMap::Index Last, const std::string &Call) {
  if (!TiesDivisions || First == TokenMap::None || Last == TokenMap::None || skipping(First) != SP_SKIP_NONE)
    return;
  FilePoint Begin = Tokens.before(First), End = Tokens.after(Last);
  // Several expressions can begin at one place: (a / b) / c.
  if (!Files.isReadOnce(Begin.File) || insertionProblem(Begin) != SP_SKIP_NONE ||
      insertionProblem(End) != SP_SKIP_NONE ||
      !Tied.insert({compat::fileEntry(SM, Begin.File), Begin.Offset, Begin.Gap, End.Offset, End.Gap}).second)
    return;
  Edits.insertBefore(Begin, " " + Call + "(");
  Edits.insertAfter(End, ")");
}

bool SitePlanner::recordEvaluation(TokenMap::Index First, TokenMap::Index Last, sp_site_kind Kind) {
  FilePoint Begin = Tokens.before(First), End = Tokens.after(Last);
  sp_skip_reason Problem = obstacle(First, Last, Kind, Begin, End);
  if (Problem != SP_SKIP_NONE) {
    skip(First, Last, Problem);
    return false;
  }
  if (repeated(First, Insertion::Evaluation))
    return true;
  Edits.insertBefore(Begin, "(" + records(First, Last, Kind) + ", ");
  Edits.insertAfter(End, ")");
  return true;
}

std::vector<Editor::FileText> SitePlanner::finish(llvm::StringRef MainFileName) {
  bool Recorded = Table.sites() > 0;
  if ((!Recorded && Table.skipped() == 0) || (!DeclarationPoint && !placeDeclarations()))
    return {};
  std::string Bytes = Table.serialize(Names.of(MainFileName), Names.directory());
  const std::string Text = Recorded ? declarations(Form, Bytes, Table.functions(), HasHandlers) : tableAlone(Bytes);
  const SourceLocation Where =
      SM.getLocForStartOfFile(DeclarationPoint->File).getLocWithOffset(static_cast<int>(DeclarationPoint->Offset));
  Edits.insertBefore(*DeclarationPoint,
                     guardFromMacros(Tokens.preprocessor(), Text, SM.getPresumedLoc(Where).getLine()));
  return Edits.apply();
}

} // namespace sourceprint
