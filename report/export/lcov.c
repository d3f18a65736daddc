// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A tracefile of lcov: how often each line was executed, as far as the run goes back. Of a line with several statements
// the one that was executed most counts.

#include "common/memory.h"
#include "export.h"
#include "report/model/chosen.h"
#include "report/model/content.h"
#include "report/model/counts.h"
#include "report/model/source.h"
#include "report/text/progress.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

// A statement of the program.
struct item {
  const char *path;     // one of lcov's paths: the same text is the same pointer
  const char *function; // of the reader's tables
  uint32_t line;
  uint32_t column;
  uint64_t content;
  uint64_t order; // in the tables
  uint64_t count; // of its executions
};

struct lcov {
  struct item *items; // owned; those of all runs so far, each once
  size_t count;
  size_t room;
  uint64_t added;
  char **paths; // owned, all of them
  size_t path_count;
  const char *file; // that was looked for last, and its path
  const char *path;
};

static const char *keep_path(struct lcov *lcov, char *path) {
  for (size_t i = 0; i < lcov->path_count; i++)
    if (strcmp(lcov->paths[i], path) == 0) {
      free(path);
      return lcov->paths[i];
    }
  lcov->paths = realloc(lcov->paths, (lcov->path_count + 1) * sizeof *lcov->paths);
  if (!lcov->paths)
    memory_is_short();
  return lcov->paths[lcov->path_count++] = path;
}

// Sites of a file stand together.
static const char *path_of(struct lcov *lcov, const struct reader_run *run, const char *file) {
  if (lcov->file == file)
    return lcov->path;
  char *path = source_path(run, file);
  if (!path)
    memory_is_short();
  lcov->file = file;
  return lcov->path = keep_path(lcov, path);
}

static void add_item(struct lcov *lcov, struct item item) {
  if (lcov->count == lcov->room) {
    lcov->room = lcov->room ? lcov->room * 2 : 1024;
    lcov->items = realloc(lcov->items, lcov->room * sizeof *lcov->items);
    if (!lcov->items)
      memory_is_short();
  }
  lcov->items[lcov->count++] = item;
}

static int compare_items(const void *a, const void *b) {
  const struct item *x = a, *y = b;
  if (x->path != y->path)
    return strcmp(x->path, y->path);
  if (x->line != y->line)
    return x->line < y->line ? -1 : 1;
  if (x->column != y->column)
    return x->column < y->column ? -1 : 1;
  return (x->content > y->content) - (x->content < y->content);
}

// Puts the same statements of several runs together.
static void merge(struct lcov *lcov) {
  size_t kept = 0;
  if (lcov->count)
    qsort(lcov->items, lcov->count, sizeof *lcov->items, compare_items);
  for (size_t i = 0; i < lcov->count; i++)
    if (kept && compare_items(&lcov->items[kept - 1], &lcov->items[i]) == 0)
      lcov->items[kept - 1].count += lcov->items[i].count;
    else
      lcov->items[kept++] = lcov->items[i];
  lcov->count = kept;
}

static void count_rings(struct export *export, struct reader_run *run, struct tally *executed) {
  struct counts counts = {0};
  counts_add_run(&counts, run, export->choice, &progress_steps);
  for (size_t i = 0; i < counts.count; i++) {
    struct reader_record record = {0};
    reader_record_set_site(&record, &counts.sites[i].site);
    tally_add(executed, content_hash(&record.text), counts.sites[i].count);
  }
  if (counts.unknown)
    reader_problem(export->problems, "%s: %" PRIu64 " records have values that belong to no known site", run->path,
                   counts.unknown);
  counts_free(&counts);
}

static void count_statements(struct export *export, struct reader_run *run, const struct reader_source *source,
                             struct tally *executed) {
  struct chosen *chosen = calloc(1, sizeof *chosen);
  struct reader_record record;
  uint32_t value;
  if (!chosen)
    memory_is_short();
  chosen->choice = export->choice;
  if (chosen_open(chosen, run, source, UINT64_MAX)) {
    while (chosen_next(chosen, &record, &value))
      tally_add(executed, content_hash(&record.text), 1);
    reader_stream_tell(&chosen->stream);
  }
  chosen_free(chosen);
  free(chosen);
}

// How often each statement was executed, by its content. Rings are counted by records, which is much faster.
static void count_run(struct export *export, struct reader_run *run, struct tally *executed) {
  struct reader_source *sources;
  const size_t count = reader_sources(run, &sources);
  bool has_text = false;
  for (size_t i = 0; i < count; i++)
    has_text |= sources[i].has_text;
  for (size_t i = 0; i < count; i++) {
    if (!choice_has_thread(export->choice, run, &sources[i].thread))
      continue;
    export->threads++;
    progress_thread(i, count);
    if (has_text)
      count_statements(export, run, &sources[i], executed);
  }
  if (!has_text)
    count_rings(export, run, executed);
  free(sources);
}

// Text may be of sites whose table is gone.
static void tell_unknown(struct export *export, const struct reader_run *run, const struct tally *executed,
                         const struct tally *seen) {
  uint64_t unknown = 0;
  for (size_t i = 0; i < executed->size; i++)
    if (executed->slots[i].key && !tally_find(seen, executed->slots[i].key)->key)
      unknown += executed->slots[i].count;
  if (unknown)
    reader_problem(export->problems, "%s: %" PRIu64 " statements belong to no known site, and were left out", run->path,
                   unknown);
}

static bool put_run(struct export *export, struct reader_run *run) {
  struct lcov *lcov = export->state;
  struct reader_sites_walk walk = {0};
  struct reader_site site;
  struct tally executed, seen;
  uint32_t value;
  tally_begin(&executed);
  tally_begin(&seen);
  count_run(export, run, &executed);
  lcov->file = NULL; // a name may be another file for this process
  while (reader_sites_next(&run->sites, &walk, &value, &site)) {
    struct reader_record record = {0};
    reader_record_set_site(&record, &site);
    const uint64_t content = content_hash(&record.text);
    const bool is_new = !tally_find(&seen, content)->key;
    tally_add(&seen, content, 1);
    if (!is_new || !site.line || !choice_has_site(export->choice, run, value))
      continue;
    add_item(lcov, (struct item){path_of(lcov, run, site.file), site.function, site.line, site.column, content,
                                 lcov->added++, tally_find(&executed, content)->count});
  }
  tell_unknown(export, run, &executed, &seen);
  tally_free(&executed);
  tally_free(&seen);
  merge(lcov);
  return true;
}

static bool begin(struct export *export) {
  export->state = calloc(1, sizeof(struct lcov));
  if (!export->state)
    memory_is_short();
  return true;
}

static int compare_functions(const void *a, const void *b) {
  const struct item *x = a, *y = b;
  const int order = strcmp(x->function, y->function);
  if (order)
    return order;
  if (x->line != y->line || x->column != y->column)
    return compare_items(a, b);
  return (x->order > y->order) - (x->order < y->order); // of one macro's expansion
}

// A name stands for itself, but for what would end its line or reach a terminal.
static void put_name(FILE *out, const char *name) {
  for (; *name; name++)
    putc((unsigned char)*name < ' ' || *name == 0x7f ? '?' : *name, out);
}

// A function is where its first statement is, and was called as often as that was executed.
static void put_functions(FILE *out, const struct item *items, size_t count) {
  struct item *sorted = malloc(count * sizeof *sorted);
  uint64_t found = 0, hit = 0;
  if (!sorted)
    memory_is_short();
  memcpy(sorted, items, count * sizeof *sorted);
  qsort(sorted, count, sizeof *sorted, compare_functions);
  for (size_t i = 0; i < count; i++) {
    if (!*sorted[i].function || (i > 0 && strcmp(sorted[i - 1].function, sorted[i].function) == 0))
      continue;
    fprintf(out, "FN:%" PRIu32 ",", sorted[i].line);
    put_name(out, sorted[i].function);
    fprintf(out, "\nFNDA:%" PRIu64 ",", sorted[i].count);
    put_name(out, sorted[i].function);
    putc('\n', out);
    found++;
    hit += sorted[i].count > 0;
  }
  fprintf(out, "FNF:%" PRIu64 "\nFNH:%" PRIu64 "\n", found, hit);
  free(sorted);
}

static void put_lines(FILE *out, const struct item *items, size_t count) {
  uint64_t found = 0, hit = 0, most = 0;
  for (size_t i = 0; i < count; i++) {
    most = items[i].count > most ? items[i].count : most;
    if (i + 1 < count && items[i + 1].line == items[i].line)
      continue;
    fprintf(out, "DA:%" PRIu32 ",%" PRIu64 "\n", items[i].line, most);
    found++;
    hit += most > 0;
    most = 0;
  }
  fprintf(out, "LF:%" PRIu64 "\nLH:%" PRIu64 "\n", found, hit);
}

static bool end(struct export *export, bool is_whole) {
  struct lcov *lcov = export->state;
  FILE *out = export->file.out;
  for (size_t i = 0, next; i < lcov->count && is_whole; i = next) {
    for (next = i + 1; next < lcov->count && lcov->items[next].path == lcov->items[i].path;)
      next++;
    fputs("TN:\nSF:", out);
    put_name(out, lcov->items[i].path);
    putc('\n', out);
    put_functions(out, lcov->items + i, next - i);
    put_lines(out, lcov->items + i, next - i);
    fputs("end_of_record\n", out);
  }
  for (size_t i = 0; i < lcov->path_count; i++)
    free(lcov->paths[i]);
  free(lcov->paths);
  free(lcov->items);
  free(lcov);
  return true;
}

const struct export_format export_lcov = {
    .name = "lcov",
    .what = "a tracefile of the lines that were executed, for genhtml",
    .is_by_process = true,
    .begin = begin,
    .run = put_run,
    .end = end,
};
