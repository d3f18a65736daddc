// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#define _GNU_SOURCE

#include "json.h"

#include "runtime/record_text.h"

#include <stdlib.h>
#include <string.h>

json_t *report_json_text(const char *text) {
  static const char replacement[] = "\xef\xbf\xbd";
  if (!text)
    return json_null();
  json_t *plain = json_string(text);
  if (plain)
    return plain;
  char *repaired = malloc(strlen(text) * (sizeof replacement - 1) + 1);
  if (!repaired)
    return json_null();
  char *to = repaired;
  for (const char *from = text; *from;) {
    const unsigned wide = sp_text_utf8_bytes((const unsigned char *)from);
    const unsigned bytes = wide ? wide : 1;
    const int is_sound = wide || !(*from & 0x80);
    to = mempcpy(to, is_sound ? from : replacement, is_sound ? bytes : sizeof replacement - 1);
    from += bytes;
  }
  json_t *value = json_stringn(repaired, (size_t)(to - repaired));
  free(repaired);
  return value ? value : json_null();
}

json_t *report_json_known(uint64_t number) { return number ? json_integer((json_int_t)number) : json_null(); }
