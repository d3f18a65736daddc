// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// How instr-rewrite ends; instr-cc acts on it.
#ifndef SOURCEPRINT_DRIVER_REWRITER_STATUS_H
#define SOURCEPRINT_DRIVER_REWRITER_STATUS_H

enum sp_rewriter_status {
  SP_REWRITER_DONE = 0,       // the overlay is in the tree, the compiler's words are on stderr
  SP_REWRITER_USER_ERROR = 1, // the source or command line has an error, which is on stderr
  SP_REWRITER_GAVE_UP = 3,    // nothing was rewritten and nothing printed; one line in the tree says why
};
#define SP_REWRITER_REASON_FILE "reason"

// Files in the tree, made when it is asked for what a cache needs and the result depends on nothing else: the words on
// stderr, and the names of the files that were looked at, each with a letter in front (read, seen to be there, absent)
// and a NUL behind.
#define SP_REWRITER_SAID_FILE "said"
#define SP_REWRITER_FILES_FILE "files"
#define SP_REWRITER_READ 'r'
#define SP_REWRITER_SEEN 's'
#define SP_REWRITER_ABSENT 'a'

#endif
