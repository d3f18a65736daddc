// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Which files a translation unit reads, and by which names.
#ifndef SOURCEPRINT_REWRITER_FILE_NAMES_H
#define SOURCEPRINT_REWRITER_FILE_NAMES_H

#include "clang/Basic/FileManager.h"
#include "clang/Lex/Preprocessor.h"
#include <map>
#include <set>
#include <string>

namespace sourceprint {

// Every name under which a file was opened. All of them must lead to one text, or `#pragma once` would take the copies
// for different files.
using FileNames = std::map<const clang::FileEntry *, std::set<std::string>>;

// Notes the names of included files; the main file is not among them. Call before the main file is entered.
void watchFileNames(clang::Preprocessor &PP, FileNames &Names);

} // namespace sourceprint

#endif
