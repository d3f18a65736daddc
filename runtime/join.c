// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#define _GNU_SOURCE
#include "process.h"

#include <stdarg.h>
#include <string.h>

int sp_join(char *out, size_t size, ...) {
  va_list parts;
  va_start(parts, size);
  size_t used = 0;
  int fits = 0;
  for (const char *part; (part = va_arg(parts, const char *)) != NULL;) {
    size_t length = strlen(part);
    if (used + length >= size) {
      fits = -1;
      break;
    }
    memcpy(out + used, part, length);
    used += length;
  }
  va_end(parts);
  out[used] = '\0';
  return fits;
}
