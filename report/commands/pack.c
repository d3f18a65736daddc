// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// `sourceprint pack`: runs and their sources in one file.

#define _GNU_SOURCE

#include "report/archive/pack.h"
#include "commands.h"
#include "report/text/progress.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SUFFIX ".sourceprint.tar.zst"

struct options {
  bool is_all;
  bool without_sources;
  const char *output;
  char **arguments;
  size_t argument_count;
};

enum { KEY_ALL = 256, KEY_NO_SOURCES };

static const struct argp_option option_table[] = {
    {"all", KEY_ALL, NULL, 0, "Pack all runs of a folder, not only its newest family", 0},
    {"no-sources", KEY_NO_SOURCES, NULL, 0, "Leave the source files out", 0},
    {"output", 'o', "FILE", 0, "Write FILE (default: the program's name and process id, and " SUFFIX ")", 0},
    {0},
};

static error_t parse(int key, char *argument, struct argp_state *state) {
  struct options *options = state->input;
  switch (key) {
  case KEY_ALL:
    options->is_all = true;
    return 0;
  case KEY_NO_SOURCES:
    options->without_sources = true;
    return 0;
  case 'o':
    options->output = argument;
    return 0;
  case ARGP_KEY_ARGS:
    options->arguments = state->argv + state->next;
    options->argument_count = (size_t)(state->argc - state->next);
    return 0;
  default:
    return ARGP_ERR_UNKNOWN;
  }
}

// Of the run's name the part behind the time, program and process id; the caller frees it.
static char *default_name(const char *run) {
  const char *slash = strrchr(run, '/'), *name = slash ? slash + 1 : run;
  const char *dash = find_is_run_name(name) ? strchr(name, '-') : NULL;
  char *file;
  if (asprintf(&file, "%s" SUFFIX, dash ? dash + 1 : name) < 0)
    abort();
  return file;
}

static int pack(const struct options *options, struct reader *reader, const struct find_runs *runs) {
  char *file = options->output ? strdup(options->output) : default_name(runs->paths[0]);
  if (!file)
    abort();
  progress_begin("packing", true);
  size_t packed = 0;
  if (access(file, F_OK) == 0)
    reader_problem(&reader->problems, "%s is there already; name another file by -o, or remove it", file);
  else
    packed = pack_write(reader, runs, file, !options->without_sources);
  if (packed)
    printf("%s: %zu run%s\n", file, packed, packed == 1 ? "" : "s");
  free(file);
  return packed ? 0 : COMMAND_FAILED;
}

int command_pack(int argc, char **argv) {
  static const struct argp argp = {
      .options = option_table,
      .parser = parse,
      .args_doc = "[RUN...]",
      .doc =
          "Packs runs and their sources into one file, to be kept by CI or sent; all commands read it in the place of "
          "a "
          "RUN.\v"
          "RUN is a run directory, an archive, or a folder of runs, which stands for its newest family; without RUN, "
          "the folder that the runtime writes to.",
  };
  struct options options = {0};
  struct reader reader = {.problems.out = stderr};
  struct find_runs runs = {.archives = &pack_archives};
  argp_parse(&argp, argc, argv, 0, NULL, &options);
  output_begin();
  find_runs(&runs, options.arguments, options.argument_count, options.is_all, &reader.problems);
  int status = runs.count ? pack(&options, &reader, &runs) : COMMAND_FAILED;
  const int damage = reader_problems_status(&reader.problems);
  reader_free(&reader);
  find_runs_free(&runs);
  return output_finish(status ? status : damage);
}
