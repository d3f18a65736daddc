// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Crashes that came after what a command shows.
#ifndef SOURCEPRINT_REPORT_LAST_NEWER_H
#define SOURCEPRINT_REPORT_LAST_NEWER_H

#include "report/model/find.h"

// One line on stderr if a process of the same folder crashed after what the runs show.
void last_tell_newer_crashes(const struct find_runs *runs);

#endif
