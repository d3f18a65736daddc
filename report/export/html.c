// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// `sourceprint export --format=html`: the page of `sourceprint serve` as one file. The runs are read when all are
// known, by the viewers' model.

#define _GNU_SOURCE

#include "export.h"
#include "report/model/find.h"
#include "report/reader/window.h"
#include "report/web/view_html.h"

#include <stdlib.h>
#include <string.h>

static bool begin(struct export *export) {
  if (choice_is_by_site(export->choice)) {
    fputs("sourceprint: --format=html takes --thread; the page itself searches for functions and files\n", stderr);
    return false;
  }
  export->state = calloc(1, sizeof(struct find_runs));
  return export->state;
}

static bool note_run(struct export *export, struct reader_run *run) {
  struct find_runs *runs = export->state;
  reader_windows_tell(run); // the model's own words are for the page
  char **paths = realloc(runs->paths, (runs->count + 1) * sizeof *paths);
  if (!paths)
    return false;
  runs->paths = paths;
  paths[runs->count] = strdup(run->path);
  runs->count += paths[runs->count] != NULL;
  return true;
}

// Which threads are asked for.
static bool *choose(struct export *export, struct view *view) {
  bool *is_chosen = calloc(view->thread_count + 1, sizeof *is_chosen);
  for (size_t i = 0; is_chosen && i < view->thread_count; i++) {
    const struct view_thread *thread = &view->threads[i];
    is_chosen[i] = choice_has_thread(export->choice, view->processes[thread->process].run, &thread->source.thread);
    export->threads += is_chosen[i];
  }
  return is_chosen;
}

static bool end(struct export *export, bool is_whole) {
  struct find_runs *runs = export->state;
  struct view view = {0};
  bool is_good = is_whole && view_open(&view, runs);
  bool *is_chosen = is_good ? choose(export, &view) : NULL;
  is_good &= is_chosen != NULL;
  if (is_good && export->threads)
    view_html_write(export->file.out, &view, is_chosen);
  free(is_chosen);
  view_close(&view);
  find_runs_free(runs);
  free(runs);
  return is_good;
}

const struct export_format export_html = {
    .name = "html",
    .what = "a page for the browser, in one file, as serve has it",
    .is_by_process = true,
    .begin = begin,
    .run = note_run,
    .end = end,
};
