// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Statements told apart by what they are. In the tables of a program a statement of a header stands once for each
// source that includes it, and a line of text has no site's value.
#ifndef SOURCEPRINT_REPORT_CONTENT_H
#define SOURCEPRINT_REPORT_CONTENT_H

#include "runtime/record_text.h"

// Of its place, its function and its text; never 0.
uint64_t content_hash(const struct sp_record_text *statement);

#endif
