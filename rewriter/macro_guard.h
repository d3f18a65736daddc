// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Keeps text that is inserted between declarations from the program's macros: any word of it may be one.
#ifndef SOURCEPRINT_REWRITER_MACRO_GUARD_H
#define SOURCEPRINT_REWRITER_MACRO_GUARD_H

#include "clang/Lex/Preprocessor.h"
#include <string>

namespace sourceprint {

// Whether the program makes a macro of a word, anywhere in the translation unit. The compiler's own do not count.
bool isUsersMacro(clang::Preprocessor &PP, llvm::StringRef Word);

// The text, or where the program's macros have names in it, the text on lines of its own on which these are none. Line:
// the number of the line where it is inserted, which goes on behind it.
std::string guardFromMacros(clang::Preprocessor &PP, const std::string &Text, unsigned Line);

} // namespace sourceprint

#endif
