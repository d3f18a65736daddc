// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A view as one file that a browser shows by itself: the page of `sourceprint serve` with its data in it.
#ifndef SOURCEPRINT_REPORT_VIEW_HTML_H
#define SOURCEPRINT_REPORT_VIEW_HTML_H

#include "report/model/view.h"

#include <stdio.h>

// is_chosen: by thread; the others are left out. Of each thread so many of its newest statements are written that the
// file stays below some 20 MB, which the page says.
void view_html_write(FILE *out, struct view *view, const bool *is_chosen);

#endif
