// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Prints without stdio, which may need memory itself.

#define _GNU_SOURCE

#include "memory.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void put(const char *text) {
  const ssize_t written = write(STDERR_FILENO, text, strlen(text));
  (void)written; // there is nobody else to tell
}

void memory_is_short(void) {
  put(program_invocation_short_name);
  put(": out of memory\n");
  _exit(EXIT_FAILURE);
}

void *memory_checked(void *memory) {
  if (!memory)
    memory_is_short();
  return memory;
}
