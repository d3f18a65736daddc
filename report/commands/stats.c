// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// `sourceprint stats`: which statements, functions and files were executed most.

#define _GNU_SOURCE

#include "asked.h"
#include "common/memory.h"
#include "report/model/counts.h"
#include "report/text/json.h"
#include "report/text/progress.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define LINES_DEFAULT 10u
// So many functions are proposed for leaving out, until half of all statements are gone.
#define PROPOSED_MAX 5u

enum group { BY_FUNCTION, BY_STATEMENT, BY_FILE, GROUPS };
static const char *const group_words[GROUPS] = {"function", "statement", "file"};

struct options {
  struct asked asked;
  bool is_wanted[GROUPS];
  uint64_t lines;
};

enum { KEY_BY = 256 };

static const struct argp_option option_table[] = {
    {"by", KEY_BY, "WHAT", 0, "Count by function, statement or file; may be repeated (default: each)", 0},
    {"lines", 'n', "N", 0, "Show the N that were executed most (default 10)", 0},
    {0},
};

static void choose_group(struct options *options, const char *word, struct argp_state *state) {
  for (unsigned i = 0; i < GROUPS; i++)
    if (strcmp(word, group_words[i]) == 0) {
      options->is_wanted[i] = true;
      return;
    }
  argp_error(state, "--by is function, statement or file, not '%s'", word);
}

static error_t parse(int key, char *argument, struct argp_state *state) {
  struct options *options = state->input;
  switch (key) {
  case KEY_BY:
    choose_group(options, argument, state);
    return 0;
  case 'n':
    options->lines = command_parse_number(argument, UINT32_MAX, "-n", state);
    return 0;
  default:
    return ARGP_ERR_UNKNOWN;
  }
}

static int compare_files(const void *a, const void *b) {
  return strcmp(((const struct counts_site *)a)->site.file, ((const struct counts_site *)b)->site.file);
}

static int compare_functions(const void *a, const void *b) {
  const int functions =
      strcmp(((const struct counts_site *)a)->site.function, ((const struct counts_site *)b)->site.function);
  return functions ? functions : compare_files(a, b);
}

static int compare_statements(const void *a, const void *b) {
  const struct reader_site *x = &((const struct counts_site *)a)->site, *y = &((const struct counts_site *)b)->site;
  const int functions = compare_functions(a, b);
  if (functions)
    return functions;
  if (x->line != y->line)
    return x->line < y->line ? -1 : 1;
  if (x->column != y->column)
    return x->column < y->column ? -1 : 1;
  return strcmp(x->snippet, y->snippet);
}

typedef int comparison(const void *, const void *);
static comparison *const same[GROUPS] = {compare_functions, compare_statements, compare_files};

static int compare_counts(const void *a, const void *b) {
  const struct counts_site *x = a, *y = b;
  if (x->count != y->count)
    return x->count < y->count ? 1 : -1;
  return compare_statements(a, b);
}

// Those of one group put together, the most executed first; the caller frees them. Returns how many there are.
static size_t gather(const struct counts *counts, enum group group, struct counts_site **gathered) {
  struct counts_site *sites = calloc(counts->count + 1, sizeof *sites);
  size_t kept = 0;
  if (!sites)
    memory_is_short();
  *gathered = sites;
  if (counts->count == 0)
    return 0;
  memcpy(sites, counts->sites, counts->count * sizeof *sites);
  qsort(sites, counts->count, sizeof *sites, same[group]);
  for (size_t i = 1; i < counts->count; i++) {
    if (same[group](&sites[i], &sites[kept]) == 0)
      sites[kept].count += sites[i].count;
    else
      sites[++kept] = sites[i];
  }
  qsort(sites, kept + 1, sizeof *sites, compare_counts);
  return kept + 1;
}

static void put(const char *text) { output_text(stdout, text, strlen(text)); }

static double percent(uint64_t part, uint64_t whole) { return whole ? 100.0 * (double)part / (double)whole : 0; }

static void put_name(const struct reader_site *site, enum group group) {
  if (group == BY_FUNCTION) {
    put(*site->function ? site->function : "-");
    fputs("  ", stdout);
  }
  put(site->file);
  if (group == BY_STATEMENT) {
    printf(":%" PRIu32 "  ", site->line);
    put(site->snippet);
  }
}

static void put_group(const struct counts_site *sites, size_t count, enum group group, uint64_t whole, uint64_t lines) {
  printf("\n%8s %12s  %s\n", "share", "executed", group_words[group]);
  for (size_t i = 0; i < count && i < lines; i++) {
    printf("%6.1f %% %12" PRIu64 "  ", percent(sites[i].count, whole), sites[i].count);
    put_name(&sites[i].site, group);
    putchar('\n');
  }
  if (count > lines)
    printf("%23s%" PRIu64 " more\n", "", count - lines);
}

// Names the functions without which half of it would be gone.
static void put_proposal(const struct counts_site *sites, size_t count, uint64_t whole) {
  uint64_t gone = 0;
  size_t functions = 0;
  while (functions < count && functions < PROPOSED_MAX && gone * 2 < whole)
    gone += sites[functions++].count;
  if (functions == 0)
    return;
  printf("\n%.0f %% less is recorded with SOURCEPRINT_FUNCTION_EXCLUDE=", percent(gone, whole));
  for (size_t i = 0; i < functions; i++) {
    fputs(i ? "," : "", stdout);
    put(sites[i].site.function);
  }
  putchar('\n');
}

static void print_text(const struct counts *counts, size_t processes, const struct options *options) {
  printf("%" PRIu64 " statements in %" PRIu64 " records, which the rings hold; %" PRIu64 " thread%s, %zu process%s\n",
         counts->statements, counts->records, counts->threads, counts->threads == 1 ? "" : "s", processes,
         processes == 1 ? "" : "es");
  for (unsigned group = 0; group < GROUPS && counts->count; group++) {
    if (!options->is_wanted[group])
      continue;
    struct counts_site *sites;
    const size_t count = gather(counts, group, &sites);
    put_group(sites, count, group, counts->statements, options->lines);
    if (group == BY_FUNCTION)
      put_proposal(sites, count, counts->statements);
    free(sites);
  }
}

static json_t *site_json(const struct counts_site *counted, enum group group) {
  const struct reader_site *site = &counted->site;
  json_t *object = json_object();
  json_object_set_new(object, "executed", json_integer((json_int_t)counted->count));
  json_object_set_new(object, "file", report_json_text(site->file));
  if (group == BY_FILE)
    return object;
  json_object_set_new(object, "function", report_json_text(site->function));
  if (group == BY_FUNCTION)
    return object;
  json_object_set_new(object, "line", json_integer(site->line));
  json_object_set_new(object, "column", report_json_known(site->column));
  json_object_set_new(object, "snippet", report_json_text(site->snippet));
  return object;
}

static void print_json(const struct counts *counts, size_t processes, const struct options *options) {
  json_t *object = json_object();
  json_object_set_new(object, "schema", json_integer(1));
  json_object_set_new(object, "processes", json_integer((json_int_t)processes));
  json_object_set_new(object, "threads", json_integer((json_int_t)counts->threads));
  json_object_set_new(object, "records", json_integer((json_int_t)counts->records));
  json_object_set_new(object, "executed", json_integer((json_int_t)counts->statements));
  json_object_set_new(object, "unknown", json_integer((json_int_t)counts->unknown));
  for (unsigned group = 0; group < GROUPS; group++) {
    if (!options->is_wanted[group])
      continue;
    struct counts_site *sites;
    const size_t count = gather(counts, group, &sites);
    json_t *list = json_array();
    for (size_t i = 0; i < count && i < options->lines; i++)
      json_array_append_new(list, site_json(&sites[i], group));
    json_object_set_new(object, group_words[group], list);
    free(sites);
  }
  json_dumpf(object, stdout, JSON_COMPACT);
  putchar('\n');
  json_decref(object);
}

int command_stats(int argc, char **argv) {
  static const struct asked_command command = {
      .options = option_table,
      .parse = parse,
      .parts = ASKED_RUNS | ASKED_FORMAT | ASKED_CHOICE,
      .args_doc = "[RUN...]",
      .doc = "Counts what was executed most, by the records that the rings still hold: what to leave out, for speed or "
             "for a longer history.\v" COMMAND_RUN_DOC,
  };
  struct options options = {.lines = LINES_DEFAULT};
  struct asked *asked = &options.asked;
  struct counts counts = {0};
  size_t processes = 0;
  asked_parse(asked, &command, &options, argc, argv);
  if (!options.is_wanted[BY_FUNCTION] && !options.is_wanted[BY_STATEMENT] && !options.is_wanted[BY_FILE])
    memset(options.is_wanted, true, sizeof options.is_wanted);
  int status = asked_find(asked) ? 0 : COMMAND_FAILED;
  progress_begin("counting", true);
  for (struct reader_run *run; (run = asked_next(asked)); processes++) {
    counts_add_run(&counts, run, &asked->choice, &progress_steps);
    reader_run_close(run);
  }
  progress_end();
  if (counts.unknown)
    reader_problem(&asked->reader.problems, "%" PRIu64 " records have values that belong to no known site",
                   counts.unknown);
  choice_tell_idle(&asked->choice);
  if (processes && !counts.statements && !asked->reader.problems.count) {
    fprintf(stderr, "sourceprint: there are no records%s\n",
            choice_is_by_thread(&asked->choice) || choice_is_by_site(&asked->choice) ? " of what was asked for" : "");
    status = COMMAND_FAILED;
  } else if (processes && counts.statements) {
    (asked->is_json ? print_json : print_text)(&counts, processes, &options);
  }
  counts_free(&counts);
  return asked_end(asked, status);
}
