// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Searches what instr-cc explained.

#define _GNU_SOURCE

#include "doctor.h"

#include "common/memory.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const struct explained_line *doctor_struck(const struct doctor *doctor, const char *name,
                                           const struct explained_line *line) {
  while ((line = explained_next(&doctor->explained, "struck", line)) != NULL &&
         strcmp(explained_field(line, 1), name) != 0)
    ;
  return line;
}

static void put_quoted(FILE *out, const char *text) {
  for (; *text; text++) {
    if (*text == '\'')
      fputs("'\\'", out);
    putc(*text, out);
  }
}

char *doctor_ccache(const struct doctor *doctor) {
  const struct explained *explained = &doctor->explained;
  static const char from[] = "environment SOURCEPRINT_";
  char *text = NULL;
  size_t bytes = 0;
  FILE *out = open_memstream(&text, &bytes);
  if (!out)
    memory_is_short();
  fputs("export CCACHE_EXTRAFILES='", out);
  for (const struct explained_line *part = NULL; (part = explained_next(explained, "part", part)) != NULL;) {
    put_quoted(out, explained_field(part, 2));
    putc(':', out);
  }
  put_quoted(out, explained_field(explained_next(explained, "compiler", NULL), 1));
  const char *config = explained_field(explained_next(explained, "config", NULL), 1);
  if (*config) {
    putc(':', out);
    put_quoted(out, config);
  }
  fputs("'\n", out);
  bool is_first = true;
  for (const struct explained_line *key = NULL; (key = explained_next(explained, "key", key)) != NULL;) {
    const char *origin = explained_field(key, 2);
    if (!*explained_field(key, 4) || strncmp(origin, from, sizeof from - 1) != 0)
      continue;
    fprintf(out, is_first ? "export CCACHE_NAMESPACE='%s=" : " %s=", origin + sizeof from - 1);
    for (size_t i = 5; i < key->count; i++) {
      fputs(i > 5 ? "," : "", out);
      put_quoted(out, explained_field(key, i));
    }
    is_first = false;
  }
  fputs(is_first ? "" : "'\n", out);
  fclose(out);
  return text;
}
