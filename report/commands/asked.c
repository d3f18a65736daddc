// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Composes the command line of a command from the parts that it names, with argp's children.

#include "asked.h"

#include "report/archive/pack.h"
#include "report/model/source_place.h"
#include "report/text/progress.h"

#include <stdio.h>

#define CHILDREN_MOST 8

enum { KEY_FORMAT = 0x1000, KEY_COLOR };

static error_t parse_runs(int key, char *argument, struct argp_state *state) {
  struct asked *asked = state->input;
  (void)argument;
  if (key != ARGP_KEY_ARGS)
    return ARGP_ERR_UNKNOWN;
  asked->arguments = state->argv + state->next;
  asked->argument_count = (size_t)(state->argc - state->next);
  return 0;
}

static error_t parse_option(int key, char *argument, struct argp_state *state) {
  struct asked *asked = state->input;
  switch (key) {
  case KEY_FORMAT:
    asked->is_json = command_parse_json(argument, state);
    return 0;
  case KEY_COLOR:
    asked->color = command_parse_color(argument, state);
    return 0;
  default:
    return ARGP_ERR_UNKNOWN;
  }
}

static const struct argp_option format_table[] = {
    {"format", KEY_FORMAT, "FORMAT", 0, "Print text (the default) or json", 0}, {0}};
static const struct argp_option line_format_table[] = {
    {"format", KEY_FORMAT, "FORMAT", 0, "Print text (the default) or json, one object a line", 0}, {0}};
static const struct argp_option color_table[] = {
    {"color", KEY_COLOR, "WHEN", 0, "Use colours: auto (the default), always or never", 0}, {0}};

static const struct argp runs_argp = {.parser = parse_runs};
static const struct argp format_argp = {.options = format_table, .parser = parse_option};
static const struct argp line_format_argp = {.options = line_format_table, .parser = parse_option};
static const struct argp color_argp = {.options = color_table, .parser = parse_option};

// What argp is given for the whole.
struct line {
  struct argp own;
  struct argp_child children[CHILDREN_MOST];
  void *inputs[CHILDREN_MOST];
  unsigned count;
};

static void add(struct line *line, const struct argp *argp, void *input) {
  line->inputs[line->count] = input;
  line->children[line->count++].argp = argp;
}

static error_t give_inputs(int key, char *argument, struct argp_state *state) {
  const struct line *line = state->input;
  (void)argument;
  if (key != ARGP_KEY_INIT)
    return ARGP_ERR_UNKNOWN;
  for (unsigned i = 0; i < line->count; i++)
    state->child_inputs[i] = line->inputs[i];
  return 0;
}

void asked_parse(struct asked *asked, const struct asked_command *command, void *options, int argc, char **argv) {
  const unsigned parts = command->parts;
  struct line line = {.own = {.options = command->options, .parser = command->parse}};
  const struct argp whole = {
      .parser = give_inputs,
      .children = line.children,
      .args_doc = command->args_doc,
      .doc = command->doc,
      .help_filter = command->help_filter,
  };
  *asked = (struct asked){.reader.problems.out = stderr, .runs.archives = &pack_archives};
  if (command->options || command->parse)
    add(&line, &line.own, options);
  if (parts & ASKED_RUNS)
    add(&line, &runs_argp, asked);
  if (parts & ASKED_FORMAT)
    add(&line, &format_argp, asked);
  if (parts & ASKED_LINE_FORMAT)
    add(&line, &line_format_argp, asked);
  if (parts & ASKED_COLOR)
    add(&line, &color_argp, asked);
  if (parts & (ASKED_CHOICE | ASKED_THREADS))
    add(&line, parts & ASKED_CHOICE ? &choice_argp : &choice_thread_argp, &asked->choice);
  if (parts & ASKED_SOURCE_ROOT)
    add(&line, &source_root_argp, NULL);
  argp_parse(&whole, argc, argv, 0, NULL, &line);
}

bool asked_find(struct asked *asked) {
  output_begin();
  return asked_find_runs(asked);
}

bool asked_find_runs(struct asked *asked) {
  find_runs(&asked->runs, asked->arguments, asked->argument_count, asked->is_all, &asked->reader.problems);
  return asked->runs.count;
}

struct reader_run *asked_next(struct asked *asked) {
  while (asked->next < asked->runs.count && !output_is_over()) {
    progress_run(asked->next, asked->runs.count);
    struct reader_run *run = reader_run_open(&asked->reader, asked->runs.paths[asked->next++]);
    if (run)
      return run;
  }
  return NULL;
}

void asked_dump(json_t *processes) {
  json_t *all = json_pack("{s:i, s:o}", "schema", 1, "processes", processes);
  json_dumpf(all, stdout, JSON_COMPACT);
  putchar('\n');
  json_decref(all);
}

void asked_free(struct asked *asked) {
  choice_free(&asked->choice);
  reader_free(&asked->reader);
  find_runs_free(&asked->runs);
}

int asked_end(struct asked *asked, int status) {
  const int damage = reader_problems_status(&asked->reader.problems);
  asked_free(asked);
  return output_finish(status ? status : damage);
}
