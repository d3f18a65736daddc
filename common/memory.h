// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Memory that is short ends a program with one line: what it would report without that memory could be wrong.
#ifndef SOURCEPRINT_COMMON_MEMORY_H
#define SOURCEPRINT_COMMON_MEMORY_H

#include <stdnoreturn.h>

// Prints "PROGRAM: out of memory" and ends with status 1.
noreturn void memory_is_short(void);

// The same if memory is NULL; else returns it.
void *memory_checked(void *memory);

#endif
