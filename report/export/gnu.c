// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The last statement of each thread in the form of a compiler's messages (GNU Coding Standards, 4.4), which editors
// jump to.

#include "export.h"
#include "report/text/last_text.h"
#include "report/text/output.h"
#include "report/text/progress.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static void put(FILE *out, const char *text) { output_text(out, text, strlen(text)); }

static void put_place(FILE *out, const struct reader_run *run, const struct sp_record_text *text) {
  char *path = source_path(run, text->file);
  put(out, path ? path : text->file);
  free(path);
  fprintf(out, ":%" PRIu32 ":", text->line);
  if (text->column)
    fprintf(out, "%" PRIu32 ":", text->column);
}

static void put_thread(FILE *out, const struct reader_run *run, const struct last_thread *t) {
  const struct sp_record_text *text = &t->record.text;
  const enum last_state state = last_shown_state(run, t);
  put_place(out, run, text);
  fputs(last_is_at_fault(state) ? " error: " : " note: ", out);
  last_put_reason(out, run, t);
  fputs(": ", out);
  put(out, text->snippet ? text->snippet : "-");
  fputs(" [thread ", out);
  last_put_name(out, &t->thread);
  fputs(", function ", out);
  put(out, text->function && *text->function ? text->function : "-");
  fputs("]\n", out);
}

static bool put_run(struct export *export, struct reader_run *run) {
  struct last_process process = last_begin(run, export->choice);
  for (size_t i = 0; i < process.thread_count && !output_file_is_over(&export->file); i++) {
    struct last_thread *t = &process.threads[i];
    last_read(&process, t);
    progress_thread(i, process.thread_count);
    if (t->is_left_out)
      continue;
    export->threads++;
    if (t->has_site && t->record.text.file)
      put_thread(export->file.out, run, t);
  }
  last_free(&process);
  return true;
}

const struct export_format export_gnu = {
    .name = "gnu",
    .what = "the last statement of each thread as a compiler's message, for editors",
    .is_by_process = true,
    .run = put_run,
};
