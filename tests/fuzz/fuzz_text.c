// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Lines of any bytes: the quick reader finds what the plain one finds, whatever came before. For libFuzzer.

#define _GNU_SOURCE

#include "report/reader/text.h"
#include "report/reader/text_quick.h"

#include <stdlib.h>
#include <string.h>

static bool is_same_text(const char *a, const char *b) { return a && b ? strcmp(a, b) == 0 : a == b; }

static void check(struct reader_text_quick *quick, const char *line, size_t bytes) {
  struct reader_record plain, found;
  char *copy = strndup(line, bytes - 1);
  const bool is_record = !memchr(line, 0, bytes) && reader_text_parse(copy, &plain);
  if (reader_text_quick_parse(quick, line, bytes, &found) != is_record)
    abort();
  const struct sp_record_text *a = &plain.text, *b = &found.text;
  if (is_record &&
      (a->pid != b->pid || a->tid != b->tid || a->seq != b->seq || a->realtime_ns != b->realtime_ns ||
       a->elapsed_ns != b->elapsed_ns || a->line != b->line || a->column != b->column || a->macro != b->macro ||
       !is_same_text(a->file, b->file) || !is_same_text(a->function, b->function) ||
       !is_same_text(a->snippet, b->snippet) || !is_same_text(a->def_file, b->def_file)))
    abort();
  free(copy);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct reader_text_quick quick = {0};
  const char *at = (const char *)data, *end = at + size;
  for (const char *newline; (newline = at < end ? memchr(at, '\n', (size_t)(end - at)) : NULL); at = newline + 1)
    check(&quick, at, (size_t)(newline + 1 - at));
  reader_text_quick_free(&quick);
  return 0;
}
