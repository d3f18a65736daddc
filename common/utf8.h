// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Text for programs that take UTF-8 only.
#ifndef SOURCEPRINT_COMMON_UTF8_H
#define SOURCEPRINT_COMMON_UTF8_H

// NULL if the text is UTF-8 without control characters above 0x7f. Else a copy with U+FFFD for each byte that is not,
// which the caller frees.
char *utf8_repaired(const char *text);

#endif
