// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Reports crashes that came after what is shown.

#include "last_newer.h"

#include "last_text.h"

#include <stdlib.h>
#include <string.h>

void last_tell_newer_crashes(const struct find_runs *runs) {
  struct reader silent = {0};
  char *path;
  const size_t count = find_newer_crashes(runs, &path);
  struct reader_run *run = path ? reader_run_open(&silent, path) : NULL;
  if (run) {
    fprintf(stderr, "sourceprint: %zu newer crash%s not shown; the last: ", count, count > 1 ? "es are" : " is");
    output_text(stderr, run->header.program, strlen(run->header.program));
    fprintf(stderr, " (pid %d), ", run->header.pid);
    last_put_cause(stderr, run);
    fputs(": sourceprint last ", stderr);
    output_text(stderr, path, strlen(path));
    putc('\n', stderr);
  }
  reader_run_close(run);
  reader_free(&silent);
  free(path);
}
