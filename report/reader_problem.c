// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#define _GNU_SOURCE

#include "reader_problem.h"

#include <stdarg.h>
#include <stdlib.h>

void reader_problem(struct reader_problems *problems, const char *format, ...) {
  if (++problems->count > READER_PROBLEMS_SHOWN || !problems->out)
    return;
  char *text = NULL;
  va_list arguments;
  va_start(arguments, format);
  const int length = vasprintf(&text, format, arguments);
  va_end(arguments);
  if (length < 0)
    return;
  for (char *p = text; *p; p++)
    if ((unsigned char)*p < ' ' || *p == 0x7f)
      *p = '?';
  fprintf(problems->out, "sourceprint: %s\n", text);
  free(text);
}

int reader_problems_status(const struct reader_problems *problems) {
  if (problems->out && problems->count > READER_PROBLEMS_SHOWN)
    fprintf(problems->out, "sourceprint: %u more problems of this kind are not shown\n",
            problems->count - READER_PROBLEMS_SHOWN);
  return problems->count ? 2 : 0;
}
