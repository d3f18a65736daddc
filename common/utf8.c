// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Finds bytes that are not UTF-8, and replaces each.

#define _GNU_SOURCE

#include "utf8.h"

#include "memory.h"
#include "runtime/record_text.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

// How many bytes at the text's beginning are a sound character, or 0.
static unsigned sound_bytes(const char *text) {
  return *text & 0x80 ? sp_text_utf8_bytes((const unsigned char *)text) : 1;
}

static bool is_sound(const char *text) {
  while (*text) {
    const unsigned bytes = sound_bytes(text);
    if (!bytes)
      return false;
    text += bytes;
  }
  return true;
}

char *utf8_repaired(const char *text) {
  static const char replacement[] = "\xef\xbf\xbd";
  if (is_sound(text))
    return NULL;
  char *repaired = malloc(strlen(text) * (sizeof replacement - 1) + 1);
  if (!repaired)
    memory_is_short();
  char *to = repaired;
  for (const char *from = text; *from;) {
    const unsigned bytes = sound_bytes(from);
    to = mempcpy(to, bytes ? from : replacement, bytes ? bytes : sizeof replacement - 1);
    from += bytes ? bytes : 1;
  }
  *to = '\0';
  return repaired;
}
