// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// How many commands fell back to the plain compiler, and how many runs could not be made, as counted in the folder of
// runs.
#ifndef SOURCEPRINT_REPORT_OUTCOMES_H
#define SOURCEPRINT_REPORT_OUTCOMES_H

struct outcomes {
  unsigned long long fallbacks;
  unsigned long long lost_runs;
};

// All 0 where nothing is counted.
struct outcomes outcomes_read(void);

// What `sourceprint doctor` lists, to follow its name in a message; owned.
char *outcomes_text(void);

#endif
