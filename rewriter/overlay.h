// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Writes rewritten files into the private tree and the overlay that shows them to the real compiler under their own
// names.
#ifndef SOURCEPRINT_REWRITER_OVERLAY_H
#define SOURCEPRINT_REWRITER_OVERLAY_H

#include "editor.h"
#include <map>
#include <set>
#include <string>

namespace sourceprint {

// Every name under which a file was opened. All of them must lead to one text, or `#pragma once` would take the copies
// for different files.
using FileNames = std::map<const clang::FileEntry *, std::set<std::string>>;

// Writes Texts and `overlay.yaml` into the folder Tree. Returns an empty string, or what went wrong.
std::string writeOverlay(llvm::StringRef Tree, const std::vector<Editor::FileText> &Texts, const FileNames &Names);

} // namespace sourceprint

#endif
