// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// `sourceprint init`: writes a sourceprint.yaml.

#define _GNU_SOURCE

#include "report/setup/init.h"
#include "commands.h"
#include "common/memory.h"
#include "report/archive/pack.h"
#include "report/model/find.h"
#include "report/model/hottest.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// A function is hot if it has at least the first share of the records; others save too little to be missed. Once more
// than one is left out they may have the second in all, as something is to be recorded.
#define HOT_PERCENT 10
#define LEFT_OUT_PERCENT 90

struct options {
  bool is_forced, is_unasked, is_focused, is_from_run;
  const char *run;
  struct init_values values;
};

enum { KEY_FOCUS = 256, KEY_FORCE, KEY_FROM_RUN, KEY_YES };

static const struct argp_option option_table[] = {
    {"focus", KEY_FOCUS, "PATH", 0, "Record only this file or folder; more may follow", 0},
    {"force", KEY_FORCE, NULL, 0, "Write over a file that is there", 0},
    {"from-run", KEY_FROM_RUN, "RUN", OPTION_ARG_OPTIONAL,
     "Leave out the functions with the most records in a run, by default the newest", 0},
    {"yes", KEY_YES, NULL, 0, "Ask nothing: every key with its default", 0},
    {0},
};

static void add_focus(struct options *options, const char *path, const struct argp_state *state) {
  const char *problem = init_list_add_path(&options->values.instrument, path);
  if (problem)
    argp_failure(state, COMMAND_FAILED, 0, "%s: %s", path, problem);
  options->is_focused = true;
}

static error_t parse(int key, char *argument, struct argp_state *state) {
  struct options *options = state->input;
  switch (key) {
  case KEY_FOCUS:
    add_focus(options, argument, state);
    return 0;
  case KEY_FORCE:
    options->is_forced = true;
    return 0;
  case KEY_FROM_RUN:
    options->is_from_run = true;
    options->run = argument;
    return 0;
  case KEY_YES:
    options->is_unasked = true;
    return 0;
  case ARGP_KEY_ARG:
    if (options->is_focused)
      add_focus(options, argument, state);
    else if (options->is_from_run && !options->run)
      options->run = argument;
    else
      argp_error(state, "'%s' belongs to no option; --focus takes paths", argument);
    return 0;
  default:
    return ARGP_ERR_UNKNOWN;
  }
}

// before: records of the functions that are hotter.
static bool is_left_out(const struct hottest *hottest, const struct hottest_function *function, uint64_t before) {
  if (before == 0)
    return hottest->count > 1 && function->records * 100 >= hottest->records * HOT_PERCENT;
  return function->records * 100 >= hottest->records * HOT_PERCENT &&
         (before + function->records) * 100 <= hottest->records * LEFT_OUT_PERCENT;
}

// Leaves out what is hot, and says so.
static bool leave_out_hottest(struct options *options) {
  struct reader reader = {.problems.out = stderr};
  struct find_runs runs = {.archives = &pack_archives};
  struct hottest hottest = {0};
  char *argument = (char *)options->run;
  find_runs(&runs, &argument, argument ? 1 : 0, false, &reader.problems);
  for (size_t i = 0; i < runs.count; i++) {
    struct reader_run *run = reader_run_open(&reader, runs.paths[i]);
    if (run)
      hottest_add_run(&hottest, run);
    reader_run_close(run);
  }
  hottest_finish(&hottest);
  uint64_t left_out = 0;
  for (size_t i = 0; i < hottest.count && is_left_out(&hottest, &hottest.functions[i], left_out); i++) {
    char *pattern, *share;
    const double percent = 100.0 * (double)hottest.functions[i].records / (double)hottest.records;
    if (asprintf(&pattern, "glob:%s", hottest.functions[i].name) < 0 ||
        asprintf(&share, "%.1f %% of the records", percent) < 0)
      memory_is_short();
    init_list_add(&options->values.exclude_functions, pattern, share);
    left_out += hottest.functions[i].records;
    free(pattern);
    free(share);
  }
  const bool is_known = hottest.records > 0;
  if (is_known)
    printf("%" PRIu64 " records are in the rings of %zu run%s; %zu function%s with %.1f %% of them %s left out\n",
           hottest.records, runs.count, runs.count == 1 ? "" : "s", options->values.exclude_functions.count,
           options->values.exclude_functions.count == 1 ? "" : "s", 100.0 * (double)left_out / (double)hottest.records,
           options->values.exclude_functions.count == 1 ? "is" : "are");
  else if (runs.count > 0 && !reader.problems.count)
    fprintf(stderr, "sourceprint: there are no records in %s\n", runs.paths[0]);
  hottest_free(&hottest);
  find_runs_free(&runs);
  reader_free(&reader);
  return is_known;
}

// Asks, and returns the answer without its newline, or NULL at the end of the input. Owned.
static char *ask(const char *question) {
  char *line = NULL;
  size_t room = 0;
  fputs(question, stdout);
  fflush(stdout);
  if (getline(&line, &room, stdin) < 0) {
    free(line);
    return NULL;
  }
  line[strcspn(line, "\n")] = '\0';
  return line;
}

// Asks for paths until they are there. Returns false at the end of the input.
static bool ask_paths(const char *question, struct init_list *list) {
  for (bool is_right = false; !is_right;) {
    char *line = ask(question), *rest = line;
    if (!line)
      return false;
    is_right = true;
    for (char *path; (path = strsep(&rest, " \t,")) != NULL;) {
      const char *problem = *path ? init_list_add_path(list, path) : NULL;
      if (problem)
        printf("  %s: %s\n", path, problem);
      is_right &= !problem;
    }
    for (; !is_right && list->count > 0; list->count--)
      free(list->items[list->count - 1].text);
    free(line);
  }
  return true;
}

static bool is_choice(const char *word, const char *choices) {
  const size_t length = strlen(word);
  for (const char *p = choices; length && *p; p += strcspn(p, ",") == strlen(p) ? strlen(p) : strcspn(p, ",") + 2)
    if (strcspn(p, ",") == length && memcmp(p, word, length) == 0)
      return true;
  return false;
}

static bool ask_granularity(const struct explained *explained, char **answer) {
  const struct explained_line *line = explained_find(explained, "schema", "granularity");
  char *question;
  if (asprintf(&question, "How much of them? %s [%s] ", explained_field(line, 5), explained_field(line, 2)) < 0)
    memory_is_short();
  while ((*answer = ask(question)) != NULL && **answer && !is_choice(*answer, explained_field(line, 5))) {
    printf("  there is no '%s'\n", *answer);
    free(*answer);
  }
  free(question);
  return *answer != NULL;
}

// Asks for what the options do not say. granularity: takes what values->granularity points to. Returns false after a
// message.
static bool ask_all(struct options *options, const struct explained *explained, char **granularity) {
  if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)) {
    fputs("sourceprint: there is no terminal to ask questions on; say --focus PATH..., --from-run, or --yes for the "
          "defaults\n",
          stderr);
    return false;
  }
  if (!ask_paths("Which files and folders are to be recorded? [all] ", &options->values.instrument) ||
      !ask_paths("Which of them are to be left out? [none] ", &options->values.exclude) ||
      !ask_granularity(explained, granularity)) {
    fputs("\nNothing was written\n", stdout);
    return false;
  }
  options->values.granularity = **granularity ? *granularity : NULL;
  return true;
}

int command_init(int argc, char **argv) {
  static const struct argp argp = {
      .options = option_table,
      .parser = parse,
      .args_doc = "[PATH...]",
      .doc = "Writes a sourceprint.yaml into the working directory, after questions or from options.\v"
             "The file explains each key. It holds for sources in this folder and below.",
  };
  struct options options = {0};
  struct explained explained = {0};
  char *granularity = NULL;
  argp_parse(&argp, argc, argv, 0, NULL, &options);
  int status = COMMAND_FAILED;
  if (!options.is_forced && access(INIT_FILE, F_OK) == 0)
    fprintf(stderr, "sourceprint: %s is there already; --force writes it anew\n", INIT_FILE);
  else if (explained_ask(&explained, NULL, 0) && (!options.is_from_run || leave_out_hottest(&options)) &&
           (options.is_focused || options.is_from_run || options.is_unasked ||
            ask_all(&options, &explained, &granularity)) &&
           init_write(&options.values, &explained, options.is_forced)) {
    printf("Wrote %s; build anew to have it hold, and see 'sourceprint doctor FILE'\n", INIT_FILE);
    status = 0;
  }
  free(granularity);
  init_values_free(&options.values);
  explained_free(&explained);
  return status;
}
