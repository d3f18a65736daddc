// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// How commands ended, by name: a count each and the last command lines, in the file "outcomes" of the folder of runs,
// which does not grow. `sourceprint doctor` shows them.
#ifndef SOURCEPRINT_DRIVER_OUTCOMES_H
#define SOURCEPRINT_DRIVER_OUTCOMES_H

#include <stdbool.h>

// Counts one. Where it cannot be written it is lost silently: that is not the build's concern. name: such as
// "fallback time-limit". source and detail may be NULL. makes_folder: the folder of runs is made for it; otherwise it
// is only counted where there is one.
void driver_count_outcome(const char *name, const char *source, const char *detail, bool makes_folder);

// Prints each as a line "outcome NAME COUNT", and its commands, oldest first, as lines
// "struck NAME TIME FOLDER SOURCE DETAIL COMMAND"; see explain.h.
void driver_print_outcomes(void);

#endif
