// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "editor.h"
#include "compat.h"

using namespace clang;

namespace sourceprint {

Editor::Insertion &Editor::at(FilePoint Point) {
  FileEdits &Edits = Files[compat::fileEntry(SM, Point.File)];
  if (Edits.File.isInvalid())
    Edits.File = Point.File;
  return Edits.Inserted[{Point.Offset, Point.Gap}];
}

void Editor::insertBefore(FilePoint Point, llvm::StringRef Text) { at(Point).Open += Text; }

void Editor::insertAfter(FilePoint Point, llvm::StringRef Text) { at(Point).Close.insert(0, Text.data(), Text.size()); }

// Writes the expansion with all that is inserted into it, from At, which is moved behind these, and as many newlines as
// the invocation has. Returns where the invocation ends.
unsigned Editor::expand(Insertions::const_iterator &At, const Insertions &All, std::string &Text) const {
  TokenMap::Invocation Use = Tokens.invocation(At->first.second);
  for (TokenMap::Index I = Use.First; I <= Use.Last; ++I) {
    if (At != All.end() && At->first == std::pair(Use.Begin, I)) {
      Text += At->second.Close + At->second.Open;
      ++At;
    }
    Text += " " + Tokens.spelling(I);
  }
  Text += " ";
  Text.append(SM.getBufferData(Use.File).slice(Use.Begin, Use.End).count('\n'), '\n');
  return Use.End;
}

std::vector<Editor::FileText> Editor::apply() const {
  std::vector<FileText> Result;
  for (const auto &[Entry, Edits] : Files) {
    llvm::StringRef Original = SM.getBufferData(Edits.File);
    std::string Text;
    Text.reserve(Original.size() * 2);
    unsigned Done = 0;
    for (auto At = Edits.Inserted.begin(); At != Edits.Inserted.end();) {
      auto [Offset, Gap] = At->first;
      Text += Original.slice(Done, Offset);
      if (Gap) {
        Done = expand(At, Edits.Inserted, Text);
        continue;
      }
      Text += At->second.Close;
      Text += At->second.Open;
      Done = Offset;
      ++At;
    }
    Text += Original.substr(Done);
    Result.push_back({Entry, std::move(Text)});
  }
  return Result;
}

} // namespace sourceprint
