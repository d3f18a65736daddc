// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// `sourceprint follow`: what running processes execute, as it happens.

#define _GNU_SOURCE

#include "report/model/follow.h"
#include "asked.h"
#include "report/archive/pack.h"
#include "report/text/json.h"
#include "report/text/last_text.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

// Looks between which other processes of the family are searched for.
#define LOOKS_A_SEARCH 10u
#define INTERVAL_MAX 3600000u

struct options {
  struct asked asked;
  bool is_next;
  bool is_unpacked; // an archive is among the runs: to search again would unpack it again, and nothing comes to it
  uint64_t newest;
  uint64_t most;
  uint64_t interval_ms;
};

enum { KEY_INTERVAL = 256, KEY_MOST, KEY_NEXT };

static const struct argp_option option_table[] = {
    {"interval", KEY_INTERVAL, "MS", 0, "Look again after so many milliseconds (default 100)", 0},
    {"most", KEY_MOST, "N", 0, "Of each look print only the newest N statements of a thread (default 1000)", 0},
    {"newest", 'n', "N", 0, "Begin with the newest N statements of each thread (default 10)", 0},
    {"next", KEY_NEXT, NULL, 0, "Wait for the next program that starts, and follow that", 0},
    {0},
};

static error_t parse(int key, char *argument, struct argp_state *state) {
  struct options *options = state->input;
  switch (key) {
  case KEY_INTERVAL:
    options->interval_ms = command_parse_number(argument, INTERVAL_MAX, "--interval", state);
    if (options->interval_ms == 0)
      argp_error(state, "--interval is 1 ms at least");
    return 0;
  case KEY_MOST:
    options->most = command_parse_number(argument, UINT64_MAX - 1, "--most", state);
    return 0;
  case KEY_NEXT:
    options->is_next = true;
    return 0;
  case 'n':
    options->newest = command_parse_number(argument, UINT64_MAX - 1, "-n", state);
    return 0;
  default:
    return ARGP_ERR_UNKNOWN;
  }
}

static void print_news(const struct follow *follow, bool is_json) {
  char line[SP_RECORD_TEXT_MAX];
  for (size_t i = 0; i < follow->news_count && !output_is_over(); i++) {
    const struct follow_news *news = &follow->news[i];
    const struct reader_run *run = follow->runs[news->run].run;
    struct reader_record record;
    reader_record_resolve(run, news->tid, news->number, news->value, &record);
    reader_record_set_time(run, &record, news->when);
    if (is_json)
      report_json_put_record(stdout, &record);
    else
      fwrite(line, 1, sp_format_record(line, sizeof line, &record.text), stdout);
  }
  fflush(stdout);
  if (follow->left_out)
    fprintf(stderr, "sourceprint: %" PRIu64 " statements more were not printed; --function-exclude and --most help\n",
            follow->left_out);
}

// Processes that have ended, whose last statements were printed.
static void tell_ends(struct follow *follow) {
  const struct output_colors none = output_choose_colors(OUTPUT_COLOR_NEVER);
  for (size_t i = 0; i < follow->run_count; i++) {
    struct follow_run *run = &follow->runs[i];
    if (run->is_over || (run->run && reader_end_may_go_on(run->run->end)))
      continue;
    run->is_over = true;
    if (!run->run)
      continue;
    const char *program = run->run->header.program;
    fputs("sourceprint: ", stderr);
    output_text(stderr, program, strlen(program));
    fprintf(stderr, " (pid %d): ", run->run->header.pid);
    last_put_end(stderr, run->run, &none);
  }
}

static bool has_path(const struct find_runs *runs, const char *path) {
  for (size_t i = 0; i < runs->count; i++)
    if (strcmp(runs->paths[i], path) == 0)
      return true;
  return false;
}

// Finds the runs, without those that were there before: where the next program is waited for, all that there are.
static void search(struct find_runs *found, const struct options *options, const struct find_runs *old,
                   struct reader_problems *problems) {
  found->prefers_running = !options->is_next;
  find_runs(found, options->asked.arguments, options->asked.argument_count, options->is_next && !old->count, problems);
  size_t kept = 0;
  for (size_t i = 0; i < found->count; i++) {
    if (has_path(old, found->paths[i]))
      free(found->paths[i]);
    else
      found->paths[kept++] = found->paths[i];
  }
  found->count = kept;
}

static void rest(uint64_t ms) {
  nanosleep(&(struct timespec){.tv_sec = (time_t)(ms / 1000), .tv_nsec = (long)(ms % 1000 * 1000000)}, NULL);
}

// A folder may stand for another family meanwhile, which is not what is followed.
static bool is_family(const struct follow *follow, const struct find_runs *found) {
  for (size_t i = 0; i < follow->run_count; i++)
    if (has_path(found, follow->runs[i].path))
      return true;
  return follow->run_count == 0;
}

// Returns false if there are no others than those that are followed already.
static bool add_others(struct follow *follow, const struct options *options, const struct find_runs *old) {
  struct reader_problems silent = {0};
  struct find_runs found = {.archives = &pack_archives, .relative = follow->run_count ? follow->runs[0].path : NULL};
  const size_t before = follow->run_count;
  if (options->is_unpacked)
    return false;
  search(&found, options, old, &silent);
  if (is_family(follow, &found))
    follow_add(follow, &found);
  find_runs_free(&found);
  return follow->run_count > before;
}

// Until all processes have ended, or nobody reads any more.
static void follow_runs(struct follow *follow, const struct options *options, const struct find_runs *old) {
  for (unsigned looks = 0; !output_is_over(); looks++) {
    if (looks % LOOKS_A_SEARCH == 0 || !follow->run_count)
      add_others(follow, options, old);
    follow_look(follow);
    print_news(follow, options->asked.is_json);
    tell_ends(follow);
    if (follow->run_count && follow_is_over(follow) && !add_others(follow, options, old))
      return;
    rest(options->interval_ms);
  }
}

int command_follow(int argc, char **argv) {
  static const struct asked_command command = {
      .options = option_table,
      .parse = parse,
      .parts = ASKED_RUNS | ASKED_LINE_FORMAT | ASKED_CHOICE,
      .args_doc = "[RUN...]",
      .doc =
          "Prints what running processes execute, as it happens, in the order of time as far as that is known; until "
          "all have ended.\v" COMMAND_RUN_DOC " Processes that start meanwhile in that family are followed, too.",
  };
  struct options options = {.newest = 10, .most = 1000, .interval_ms = 100};
  struct find_runs *runs = &options.asked.runs, none = {0};
  struct follow follow;
  struct reader_problems silent = {0};
  asked_parse(&options.asked, &command, &options, argc, argv);
  follow_begin(&follow, &options.asked.choice, options.newest, options.most);
  output_begin();
  search(runs, &options, &none, options.is_next ? &silent : &follow.reader.problems);
  int status = COMMAND_FAILED;
  options.is_unpacked = runs->unpacked_count > 0 && !options.is_next;
  if (!options.is_next)
    follow_add(&follow, runs);
  if (options.is_next || runs->count) {
    follow_runs(&follow, &options, options.is_next ? runs : &none);
    choice_tell_idle(&options.asked.choice);
    status = follow.status;
  }
  follow_free(&follow);
  return asked_end(&options.asked, status);
}
