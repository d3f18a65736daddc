// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The text that the rewriter inserts. It includes nothing and uses only reserved names. What it does at run time is
// explained in docs/architecture.md; the calls it makes are those of runtime/format.h.
#ifndef SOURCEPRINT_REWRITER_INSERTED_TEXT_H
#define SOURCEPRINT_REWRITER_INSERTED_TEXT_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include <string>

namespace sourceprint {

// How a record is written. Where we know the machine, by a fixed sequence of instructions: in place, or, in code that
// is not optimized, behind a call, which is faster there to compile and to run. Else by C alone.
enum class RecordForm { InlineX86_64, CallX86_64, PortableC };

// Declarations that come before the first instrumented function, on one line, with the site table in them. All of them
// stand in one place because that place is read only once; the end of the main file need not be.
std::string declarations(RecordForm Form, llvm::StringRef TableBytes);

// The same where no function has a record: the table says why.
std::string tableAlone(llvm::StringRef TableBytes);

// Behind the opening brace of each instrumented function.
std::string functionEntry();
// The record of site k, an expression without a value.
std::string recordOperand(unsigned K);

// Whether a division must be tied to its place: code that is not optimized keeps it, and C alone has no means.
bool tiesDivisions(RecordForm Form);
// Calls that return their argument of a type and tie it to its place among the records: what is computed from an
// operand comes behind the record before it, what a result is computed from comes before the record behind it.
std::string tiedOperand(llvm::StringRef Type);
std::string tiedResult(llvm::StringRef Type);

// Keywords that the text uses. A translation unit that makes one of them a macro cannot be rewritten.
llvm::ArrayRef<const char *> usedKeywords();

} // namespace sourceprint

#endif
