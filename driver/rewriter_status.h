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

#endif
