// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// `sourceprint pack`: runs and their sources in one file.

#define _GNU_SOURCE

#include "report/archive/pack.h"
#include "asked.h"
#include "common/base_name.h"
#include "common/memory.h"
#include "report/text/progress.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SUFFIX ".sourceprint.tar.zst"

struct options {
  struct asked asked;
  bool without_sources;
  const char *output;
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
    options->asked.is_all = true;
    return 0;
  case KEY_NO_SOURCES:
    options->without_sources = true;
    return 0;
  case 'o':
    options->output = argument;
    return 0;
  default:
    return ARGP_ERR_UNKNOWN;
  }
}

// Of the run's name the part behind the time, program and process id; the caller frees it.
static char *default_name(const char *run) {
  const char *name = base_name(run);
  const char *dash = find_is_run_name(name) ? strchr(name, '-') : NULL;
  char *file;
  if (asprintf(&file, "%s" SUFFIX, dash ? dash + 1 : name) < 0)
    memory_is_short();
  return file;
}

static int pack(struct options *options) {
  struct asked *asked = &options->asked;
  char *file = options->output ? strdup(options->output) : default_name(asked->runs.paths[0]);
  if (!file)
    memory_is_short();
  progress_begin("packing", true);
  size_t packed = 0;
  if (access(file, F_OK) == 0)
    reader_problem(&asked->reader.problems, "%s is there already; name another file by -o, or remove it", file);
  else
    packed = pack_write(&asked->reader, &asked->runs, file, !options->without_sources);
  if (packed)
    printf("%s: %zu run%s\n", file, packed, packed == 1 ? "" : "s");
  free(file);
  return packed ? 0 : COMMAND_FAILED;
}

int command_pack(int argc, char **argv) {
  static const struct asked_command command = {
      .options = option_table,
      .parse = parse,
      .parts = ASKED_RUNS,
      .args_doc = "[RUN...]",
      .doc =
          "Packs runs and their sources into one file, to be kept by CI or sent; all commands read it in the place of "
          "a "
          "RUN.\v"
          "RUN is a run directory, an archive, or a folder of runs, which stands for its newest family; without RUN, "
          "the folder that the runtime writes to.",
  };
  struct options options = {0};
  asked_parse(&options.asked, &command, &options, argc, argv);
  return asked_end(&options.asked, asked_find(&options.asked) ? pack(&options) : COMMAND_FAILED);
}
