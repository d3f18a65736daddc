// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The last part of a path, as it is written: the C library's two functions of that name change their argument, or give
// another answer for a path that ends with a slash.
#ifndef SOURCEPRINT_COMMON_BASE_NAME_H
#define SOURCEPRINT_COMMON_BASE_NAME_H

#include <string.h>

// What follows the last slash, in the same text; the whole if there is none, "" behind a slash at the end.
static inline const char *base_name(const char *path) {
  const char *slash = strrchr(path, '/');
  return slash ? slash + 1 : path;
}

#endif
