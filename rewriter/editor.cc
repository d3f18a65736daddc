// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "editor.h"
#include "compat.h"

using namespace clang;

namespace sourceprint {

Editor::FileEdits &Editor::edits(FileID File) {
  FileEdits &Edits = Files[compat::fileEntry(SM, File)];
  if (Edits.File.isInvalid())
    Edits.File = File;
  return Edits;
}

void Editor::insertBefore(FilePoint Point, llvm::StringRef Text) {
  edits(Point.File).Insertions[Point.Offset].Open += Text;
}

void Editor::insertAfter(FilePoint Point, llvm::StringRef Text) {
  std::string &Close = edits(Point.File).Insertions[Point.Offset].Close;
  Close.insert(0, Text.data(), Text.size());
}

std::vector<Editor::FileText> Editor::apply() const {
  std::vector<FileText> Result;
  for (const auto &[Entry, Edits] : Files) {
    llvm::StringRef Original = SM.getBufferData(Edits.File);
    std::string Text;
    Text.reserve(Original.size() * 2);
    unsigned Done = 0;
    for (const auto &[Offset, Insertion] : Edits.Insertions) {
      Text += Original.substr(Done, Offset - Done);
      Text += Insertion.Close;
      Text += Insertion.Open;
      Done = Offset;
    }
    Text += Original.substr(Done);
    Result.push_back({Entry, std::move(Text)});
  }
  return Result;
}

} // namespace sourceprint
