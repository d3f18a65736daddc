// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// How instr-rewrite ends; instr-cc acts on it.
#ifndef SOURCEPRINT_DRIVER_REWRITER_STATUS_H
#define SOURCEPRINT_DRIVER_REWRITER_STATUS_H

enum sp_rewriter_status {
  SP_REWRITER_DONE = 0,       // the tree has the overlay, and what the compiler has to say about the original
  SP_REWRITER_USER_ERROR = 1, // the source or command line has an error, which the compiler will tell
  SP_REWRITER_GAVE_UP = 3,    // nothing was rewritten; one line in the tree says why
};
#define SP_REWRITER_FIRST_TEXT "0.c" // the rewritten texts are numbered; none where the source has no statement
#define SP_REWRITER_REASON_FILE "reason"
#define SP_REWRITER_WORDS_FILE "words"
#define SP_REWRITER_OPTIONS_FILE "options" // one line each, for clang -cc1, where a source is compiled by itself

// What the result depends on: the names of the files that were looked at, each with a letter in front (read, seen to be
// there, absent) and a NUL behind. Made where the result depends on nothing else but the command.
#define SP_REWRITER_FILES_FILE "files"
#define SP_REWRITER_READ 'r'
#define SP_REWRITER_SEEN 's'
#define SP_REWRITER_ABSENT 'a'

#endif
