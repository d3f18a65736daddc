// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The text that the rewriter inserts. It includes nothing, and what stands in functions uses only reserved names and no
// keyword, so that no macro of the program's changes it; for the declarations see macro_guard.h. What it does at run
// time is explained in docs/architecture.md; the calls it makes are those of runtime/format.h.
#ifndef SOURCEPRINT_REWRITER_INSERTED_TEXT_H
#define SOURCEPRINT_REWRITER_INSERTED_TEXT_H

#include "llvm/ADT/StringRef.h"
#include <string>

namespace sourceprint {

// How a record is written.
enum class RecordForm {
  InlineX86_64,   // by a fixed sequence of instructions, in place
  CallX86_64,     // behind a call, and steps are a store: in code that is not optimized faster to compile and to run
  AllCallsX86_64, // steps too are calls: sanitizers and coverage would look at what is written in C
  PortableC,      // by C alone, where the machine is another one
};

// Declarations that come before the first instrumented function, on one line, with the site table in them. All of them
// stand in one place because that place is read only once; the end of the main file need not be.
// HasHandlers: there are entries of handlers.
std::string declarations(RecordForm Form, llvm::StringRef TableBytes, size_t Functions, bool HasHandlers);

// The same where no function has a record: the table says why.
std::string tableAlone(llvm::StringRef TableBytes);

// Behind the opening brace of the instrumented function number F. HasAttribute: the compiler is told that not all of it
// need be used.
std::string functionEntry(unsigned F, bool HasAttribute);
// What follows it in a function that may be called as a signal handler: a mark if it is. Signal: the parameter with the
// signal's number, or "". HasEnd: another mark where it returns, which takes an attribute.
std::string handlerEntry(llvm::StringRef Signal, bool HasEnd);
// The record of site K, an expression: the head of a tree.
std::string recordOperand(unsigned K);
// The same for a statement that may make the thread wait: the clock is looked at.
std::string timedOperand(unsigned K);
// The same where this function made the thread's newest record.
std::string nextOperand(unsigned K);
// The same for a step of the tree whose head was recorded last.
std::string stepOperand(RecordForm Form, unsigned K, unsigned Step);
// Site K becomes the thread's last statement, an expression, where nothing else is kept.
std::string lastOperand(unsigned K);

// Whether nextOperand() gains anything.
bool usesFreshPlace(RecordForm Form);

// Whether a division must be tied to its place: code that is not optimized keeps it, and C alone has no means.
bool tiesDivisions(RecordForm Form);
// Calls that return their argument of a type and tie it to its place among the records: what is computed from an
// operand comes behind the record before it, what a result is computed from comes before the record behind it.
std::string tiedOperand(llvm::StringRef Type);
std::string tiedResult(llvm::StringRef Type);

} // namespace sourceprint

#endif
