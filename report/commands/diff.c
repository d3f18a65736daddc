// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// `sourceprint diff`: where two runs part.

#define _GNU_SOURCE

#include "asked.h"
#include "common/base_name.h"
#include "report/archive/pack.h"
#include "report/text/diff_show.h"
#include "report/text/progress.h"

#include <stdlib.h>
#include <string.h>

#define STATUS_DIFFERENT 3

struct options {
  struct asked asked; // its runs and reader are not used: there are two of each
  bool is_status;
  uint32_t context;
};

enum { KEY_CONTEXT = 256, KEY_STATUS };

static const struct argp_option option_table[] = {
    {"context", KEY_CONTEXT, "N", 0, "Show N lines of source before and behind a statement (default 2)", 0},
    {"exit-code", KEY_STATUS, NULL, 0, "End with status 3 if a thread goes another way", 0},
    {0},
};

static error_t parse(int key, char *argument, struct argp_state *state) {
  struct options *options = state->input;
  switch (key) {
  case KEY_CONTEXT:
    options->context = (uint32_t)command_parse_number(argument, 1000, "--context", state);
    return 0;
  case KEY_STATUS:
    options->is_status = true;
    return 0;
  case ARGP_KEY_END:
    if (options->asked.argument_count > 2)
      argp_error(state, "there are more than two runs");
    if (options->asked.argument_count < 2)
      argp_error(state, "two runs are needed, the good one and the bad one");
    return 0;
  default:
    return ARGP_ERR_UNKNOWN;
  }
}

struct show {
  struct options *options;
  struct last_look look;
  json_t *processes; // NULL unless it is JSON
  size_t shown;
  size_t threads; // of those, with what was asked for
  bool is_different;
};

static void show(struct show *show, struct reader_run *a, struct reader_run *b) {
  struct diff diff = diff_runs(a, b, &show->options->asked.choice, &progress_steps);
  show->is_different |= diff_differs(&diff);
  show->threads += diff.sides[0].track_count + diff.sides[1].track_count;
  progress_end();
  if (show->processes) {
    json_array_append_new(show->processes, diff_json(&diff));
  } else {
    fputs(show->shown ? "\n" : "", stdout);
    diff_print(stdout, &diff, &show->look);
  }
  show->shown++;
  diff_free(&diff);
}

// A run of B; NULL once it is taken.
struct candidate {
  struct reader_run *run;
};

// The run of B that is paired with one of A: the first of that program that is left. Two runs that are named are
// compared whatever their programs are.
static struct reader_run *take_counterpart(const struct reader_run *a, bool is_any, struct candidate *candidates,
                                           size_t count) {
  for (size_t i = 0; i < count; i++) {
    struct reader_run *b = candidates[i].run;
    if (!b || (!is_any && strcmp(base_name(a->header.program), base_name(b->header.program)) != 0))
      continue;
    candidates[i].run = NULL;
    return b;
  }
  return NULL;
}

static void show_families(struct show *shown, struct reader readers[2], const struct find_runs found[2]) {
  const bool are_named = found[0].count == 1 && found[1].count == 1;
  struct candidate *candidates = calloc(found[1].count, sizeof *candidates);
  for (size_t i = 0; candidates && i < found[1].count; i++)
    candidates[i].run = reader_run_open(&readers[1], found[1].paths[i]);
  progress_begin("comparing", true);
  for (size_t i = 0; candidates && i < found[0].count && !output_is_over(); i++) {
    progress_run(i, found[0].count);
    struct reader_run *a = reader_run_open(&readers[0], found[0].paths[i]);
    struct reader_run *b = a ? take_counterpart(a, are_named, candidates, found[1].count) : NULL;
    if (a && b)
      show(shown, a, b);
    else if (a && !are_named)
      reader_remark(&readers[0].problems, "%s: no process of B is its counterpart", a->path);
    reader_run_close(a);
    reader_run_close(b);
  }
  for (size_t i = 0; candidates && i < found[1].count; i++) {
    if (candidates[i].run && !are_named)
      reader_remark(&readers[1].problems, "%s: no process of A is its counterpart", candidates[i].run->path);
    reader_run_close(candidates[i].run);
  }
  free(candidates);
}

static int finish(const struct show *show, const struct reader readers[2]) {
  const int of_a = reader_problems_status(&readers[0].problems), of_b = reader_problems_status(&readers[1].problems);
  const int damage = of_a ? of_a : of_b;
  choice_tell_idle(&show->options->asked.choice);
  if (!show->shown && damage)
    return damage;
  if (!show->shown) {
    fputs("sourceprint: there are no two processes to compare\n", stderr);
    return COMMAND_FAILED;
  }
  if (!show->threads && choice_is_by_thread(&show->options->asked.choice)) {
    fputs("sourceprint: no run has such a thread\n", stderr);
    return COMMAND_FAILED;
  }
  if (show->processes)
    asked_dump(json_incref(show->processes));
  return damage ? damage : show->is_different && show->options->is_status ? STATUS_DIFFERENT : 0;
}

int command_diff(int argc, char **argv) {
  static const struct asked_command command = {
      .options = option_table,
      .parse = parse,
      .parts = ASKED_RUNS | ASKED_FORMAT | ASKED_COLOR | ASKED_CHOICE | ASKED_SOURCE_ROOT,
      .args_doc = "A B",
      .doc = "Compares two runs, a good and a bad one: the first statement where they part, for each thread, and what "
             "was executed in only one of them.\v"
             "A and B are run directories, or folders of runs, which stand for their newest families.",
  };
  struct options options = {.context = 2};
  struct asked *asked = &options.asked;
  // One each: the same name in both is the same file, though the builds may be of different folders.
  struct reader readers[2] = {{.problems.out = stderr}, {.problems.out = stderr}};
  struct source_cache sources = {0};
  struct find_runs found[2] = {{.archives = &pack_archives}, {.archives = &pack_archives}};
  asked_parse(asked, &command, &options, argc, argv);
  output_begin();
  struct show show = {
      .options = &options,
      .look = {output_choose_colors(asked->color), options.context, &sources, false},
      .processes = asked->is_json ? json_array() : NULL,
  };
  int status = COMMAND_FAILED;
  for (unsigned i = 0; i < 2; i++)
    find_runs_add(&found[i], asked->arguments[i], false, &readers[i].problems);
  if (found[0].count && found[1].count) {
    show_families(&show, readers, found);
    status = finish(&show, readers);
  }
  json_decref(show.processes);
  source_cache_free(&sources);
  for (unsigned i = 0; i < 2; i++) {
    reader_free(&readers[i]);
    find_runs_free(&found[i]);
  }
  return asked_end(asked, status);
}
