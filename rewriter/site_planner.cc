// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "site_planner.h"
#include "compat.h"

using namespace clang;

namespace sourceprint {

sp_skip_reason SitePlanner::setSkipping(sp_skip_reason Reason) {
  sp_skip_reason Before = Skipping;
  Skipping = Reason;
  return Before;
}

bool SitePlanner::insertable(const std::optional<FilePoint> &Point) const {
  const FileEntry *File = Point ? compat::fileEntry(SM, Point->File) : nullptr;
  return File && !Select.isShared(File) && !SM.isLoadedFileID(Point->File) &&
         SM.getFileCharacteristic(SM.getLocForStartOfFile(Point->File)) == SrcMgr::C_User;
}

bool SitePlanner::repeated(FilePoint Point, char Role) {
  return !Done.insert({compat::fileEntry(SM, Point.File), Point.Offset, Role}).second;
}

void SitePlanner::beginFunction(llvm::StringRef Name, TokenMap::Index Begin, TokenMap::Index Open,
                                sp_skip_reason Skip) {
  FunctionName = Name.str();
  FunctionOpen = Open;
  Skipping = Skip;
  if (FirstFunction == TokenMap::None && insertable(Tokens.before(Begin)))
    FirstFunction = Begin;
  if (Skipping == SP_SKIP_NONE && !insertable(Tokens.after(Open)))
    Skipping = SP_SKIP_MACRO_FUNCTION;
  if (Skipping == SP_SKIP_NONE && !DeclarationPoint && !placeDeclarations(Begin))
    Skipping = SP_SKIP_REPEATED_INCLUDE;
}

void SitePlanner::endFunction() { Skipping = SP_SKIP_NONE; }

// The function's own pointer to the ring is declared only where a record uses it.
void SitePlanner::openFunction() {
  if (FunctionOpen == TokenMap::None)
    return;
  FilePoint Point = *Tokens.after(FunctionOpen);
  if (!repeated(Point, 'f'))
    Edits.insertAfter(Point, functionEntry());
  FunctionOpen = TokenMap::None;
}

// Finds the start of an external declaration at or before Begin, in a file that is read only once, since what we
// declare there may not be declared twice.
bool SitePlanner::placeDeclarations(TokenMap::Index Begin) {
  llvm::DenseMap<const FileEntry *, unsigned> Inclusions;
  for (unsigned I = 0; I < SM.local_sloc_entry_size(); ++I) {
    const SrcMgr::SLocEntry &Entry = SM.getLocalSLocEntry(I);
    if (Entry.isFile())
      ++Inclusions[compat::fileEntry(SM, SM.getFileID(SourceLocation::getFromRawEncoding(Entry.getOffset())))];
  }
  auto Usable = [&](TokenMap::Index I) {
    std::optional<FilePoint> Point = Tokens.before(I);
    if (!insertable(Point) || Inclusions[compat::fileEntry(SM, Point->File)] != 1)
      return false;
    DeclarationPoint = Point;
    return true;
  };
  TokenMap::Index Start = Begin;
  while (Start > 0 && Tokens.kind(Start - 1) != tok::semi && Tokens.kind(Start - 1) != tok::r_brace)
    --Start;
  if (Usable(Start))
    return true;
  // Earlier ends of declarations; behind a brace the same declaration could go on.
  std::vector<TokenMap::Index> Starts = {0};
  int Depth = 0;
  for (TokenMap::Index I = 0; I < Start; ++I) {
    tok::TokenKind Kind = Tokens.kind(I);
    Depth += Kind == tok::l_brace || Kind == tok::l_paren;
    Depth -= Kind == tok::r_brace || Kind == tok::r_paren;
    if (Depth == 0 && Kind == tok::semi && Tokens.kind(I + 1) != tok::l_brace)
      Starts.push_back(I + 1);
  }
  return std::any_of(Starts.rbegin(), Starts.rend(), Usable);
}

void SitePlanner::describe(SourceLocation Where, TokenMap::Index First, TokenMap::Index HeadLast,
                           Description &D) const {
  PresumedLoc Presumed = SM.getPresumedLoc(Where);
  if (Presumed.isValid()) {
    D.File = Presumed.getFilename();
    D.Result.Line = Presumed.getLine();
    D.Result.Column = Presumed.getColumn();
  }
  auto [File, Offset] = SM.getDecomposedLoc(SM.getExpansionLoc(Where));
  llvm::StringRef Text = SM.getBufferData(File).drop_front(Offset);
  std::optional<FilePoint> End;
  if (HeadLast != TokenMap::None)
    End = Tokens.after(HeadLast);
  bool Whole = End && End->File == File && End->Offset > Offset;
  D.Snippet = foldSnippet(Whole ? Text.take_front(End->Offset - Offset)
                                : Text.take_until([](char C) { return C == ';' || C == '\n'; }));
  if (First != TokenMap::None && HeadLast != TokenMap::None && Tokens.sameInvocation(First, HeadLast))
    D.Result.Macro = SP_MACRO_INVOCATION;
  D.Result.File = D.File;
  D.Result.Function = FunctionName;
  D.Result.Snippet = D.Snippet;
}

unsigned SitePlanner::addSite(TokenMap::Index First, TokenMap::Index HeadLast, sp_site_kind Kind) {
  openFunction();
  Description D;
  describe(Tokens.userLocation(First), First, HeadLast, D);
  D.Result.Kind = Kind;
  if (Tokens.inMacro(First))
    Invocations.insert(Tokens.userLocation(First).getRawEncoding());
  return Table.add(D.Result);
}

sp_skip_reason SitePlanner::skipping(TokenMap::Index First) const {
  return Skipping != SP_SKIP_NONE ? Skipping : Select.place(Tokens.location(First));
}

sp_skip_reason SitePlanner::boundaryReason(TokenMap::Index First) const {
  sp_skip_reason Reason = skipping(First);
  if (Reason != SP_SKIP_NONE)
    return Reason;
  return Tokens.before(First) ? SP_SKIP_MACRO_BOUNDARY : SP_SKIP_MACRO_INTERIOR;
}

void SitePlanner::skip(TokenMap::Index First, TokenMap::Index HeadLast, sp_skip_reason Reason) {
  SourceLocation Where = Tokens.userLocation(First);
  if (Reason == SP_SKIP_MACRO_INTERIOR && Invocations.count(Where.getRawEncoding()))
    return; // the invocation's record is this statement's too
  Description D;
  describe(Where, First, HeadLast, D);
  Table.addSkipped(D.Result, Reason);
}

void SitePlanner::skipAt(SourceLocation Where, sp_skip_reason Reason) {
  Description D;
  describe(SM.getExpansionLoc(Where), TokenMap::None, TokenMap::None, D);
  Table.addSkipped(D.Result, Reason);
}

void SitePlanner::recordEntry(TokenMap::Index Begin, TokenMap::Index Open) {
  sp_skip_reason Reason = skipping(Begin);
  if (Reason != SP_SKIP_NONE)
    return skip(Begin, Open, Reason);
  FilePoint Point = *Tokens.after(Open);
  if (repeated(Point, 'n'))
    return;
  // The head of the snippet ends before the brace.
  unsigned K = addSite(Begin, Open > Begin ? Open - 1 : Open, SP_KIND_ENTER);
  Edits.insertBefore(Point, ::sourceprint::recordStatement(K));
}

bool SitePlanner::recordStatement(TokenMap::Index First, TokenMap::Index Last, TokenMap::Index HeadLast, bool Braces) {
  std::optional<FilePoint> Begin = Tokens.before(First), End;
  if (Braces)
    End = Tokens.after(Last);
  if (skipping(First) != SP_SKIP_NONE || !insertable(Begin) || (Braces && !insertable(End))) {
    skip(First, HeadLast, boundaryReason(First));
    return false;
  }
  if (repeated(*Begin, 's'))
    return true;
  std::string Record = ::sourceprint::recordStatement(addSite(First, HeadLast, SP_KIND_STATEMENT));
  Edits.insertBefore(*Begin, Braces ? " {" + Record : Record);
  if (Braces)
    Edits.insertAfter(*End, "}");
  return true;
}

bool SitePlanner::recordOperand(TokenMap::Index First, TokenMap::Index HeadLast) {
  std::optional<FilePoint> Begin = Tokens.before(First);
  if (skipping(First) != SP_SKIP_NONE || !insertable(Begin)) {
    skip(First, HeadLast, boundaryReason(First));
    return false;
  }
  if (!repeated(*Begin, 's'))
    Edits.insertBefore(*Begin, " " + ::sourceprint::recordOperand(addSite(First, HeadLast, SP_KIND_STATEMENT)) + ", ");
  return true;
}

bool SitePlanner::recordEvaluation(TokenMap::Index First, TokenMap::Index Last, sp_site_kind Kind) {
  std::optional<FilePoint> Begin = Tokens.before(First), End = Tokens.after(Last);
  if (skipping(First) != SP_SKIP_NONE || !insertable(Begin) || !insertable(End)) {
    skip(First, Last, boundaryReason(First));
    return false;
  }
  if (repeated(*Begin, 'e'))
    return true;
  Edits.insertBefore(*Begin, "(" + ::sourceprint::recordOperand(addSite(First, Last, Kind)) + ", ");
  Edits.insertAfter(*End, ")");
  return true;
}

std::vector<Editor::FileText> SitePlanner::finish(llvm::StringRef MainFileName) {
  bool Recorded = Table.sites() > 0;
  if (!Recorded && (Table.skipped() == 0 || FirstFunction == TokenMap::None))
    return {};
  if (!DeclarationPoint && !placeDeclarations(FirstFunction))
    return {};
  std::string Bytes = Table.serialize(MainFileName);
  Edits.insertBefore(*DeclarationPoint, Recorded ? declarations(Form, Bytes) : tableAlone(Bytes));
  return Edits.apply();
}

} // namespace sourceprint
