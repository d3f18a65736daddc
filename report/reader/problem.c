// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Prints the first few problems of a kind, and counts all.

#define _GNU_SOURCE

#include "problem.h"

#include <stdarg.h>
#include <stdlib.h>

static void say(FILE *out, const char *format, va_list arguments) {
  char *text = NULL;
  if (vasprintf(&text, format, arguments) < 0)
    return;
  for (char *p = text; *p; p++)
    if ((unsigned char)*p < ' ' || *p == 0x7f)
      *p = '?';
  fprintf(out, "sourceprint: %s\n", text);
  free(text);
}

void reader_problem(struct reader_problems *problems, const char *format, ...) {
  if (++problems->count > READER_PROBLEMS_SHOWN || !problems->out)
    return;
  va_list arguments;
  va_start(arguments, format);
  say(problems->out, format, arguments);
  va_end(arguments);
}

void reader_remark(struct reader_problems *problems, const char *format, ...) {
  if (!problems->out)
    return;
  va_list arguments;
  va_start(arguments, format);
  say(problems->out, format, arguments);
  va_end(arguments);
}

int reader_problems_status(const struct reader_problems *problems) {
  if (problems->out && problems->count > READER_PROBLEMS_SHOWN)
    fprintf(problems->out, "sourceprint: %u more problems of this kind are not shown\n",
            problems->count - READER_PROBLEMS_SHOWN);
  return problems->count ? 2 : 0;
}
