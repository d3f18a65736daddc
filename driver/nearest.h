// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The word that somebody meant.
#ifndef SOURCEPRINT_DRIVER_NEAREST_H
#define SOURCEPRINT_DRIVER_NEAREST_H

#include <stddef.h>

// Of count candidates the one with the fewest letters to change, add or remove; NULL if none is near.
const char *driver_nearest(const char *word, const char *const *candidates, size_t count);

#endif
