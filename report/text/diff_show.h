// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The two forms of what `sourceprint diff` has found.
#ifndef SOURCEPRINT_REPORT_DIFF_SHOW_H
#define SOURCEPRINT_REPORT_DIFF_SHOW_H

#include "last_text.h"
#include "report/model/diff.h"

void diff_print(FILE *out, const struct diff *diff, const struct last_look *look);

// New reference.
json_t *diff_json(const struct diff *diff);

#endif
