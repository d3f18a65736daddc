// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Writes rewritten files into the private tree and the overlay that shows them to the real compiler under their own
// names.
#ifndef SOURCEPRINT_REWRITER_OVERLAY_H
#define SOURCEPRINT_REWRITER_OVERLAY_H

#include "editor.h"
#include "file_names.h"
#include <string>

namespace sourceprint {

// Writes Texts and `overlay.yaml` into the folder Tree. Returns an empty string, or what went wrong.
std::string writeOverlay(llvm::StringRef Tree, const std::vector<Editor::FileText> &Texts, const FileNames &Names);

} // namespace sourceprint

#endif
