// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// `sourceprint merge`: runs of several folders, machines and archives in one folder.

#define _GNU_SOURCE

#include "asked.h"
#include "report/archive/pack.h"
#include "report/text/progress.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct options {
  struct asked asked;
  bool with_sources;
  const char *output;
};

enum { KEY_SOURCES = 256 };

static const struct argp_option option_table[] = {
    {"output", 'o', "FOLDER", 0, "The folder to put them into; needed", 0},
    {"sources", KEY_SOURCES, NULL, 0, "Copy the source files, too", 0},
    {0},
};

static error_t parse(int key, char *argument, struct argp_state *state) {
  struct options *options = state->input;
  switch (key) {
  case KEY_SOURCES:
    options->with_sources = true;
    return 0;
  case 'o':
    options->output = argument;
    return 0;
  case ARGP_KEY_END:
    if (!options->output || !options->asked.argument_count)
      argp_error(state, "%s", options->output ? "there is no RUN to merge" : "-o FOLDER is needed");
    return 0;
  default:
    return ARGP_ERR_UNKNOWN;
  }
}

static int merge(struct options *options) {
  struct reader *reader = &options->asked.reader;
  const struct find_runs *runs = &options->asked.runs;
  const bool is_new = mkdir(options->output, 0700) == 0;
  if (!is_new && errno != EEXIST) {
    reader_problem(&reader->problems, "%s: %s", options->output, strerror(errno));
    return COMMAND_FAILED;
  }
  progress_begin("merging", true);
  const size_t merged = pack_copy(reader, runs, options->output, options->with_sources || runs->unpacked_count);
  if (merged)
    printf("%s: %zu run%s\n", options->output, merged, merged == 1 ? "" : "s");
  else if (is_new)
    rmdir(options->output);
  return merged ? 0 : COMMAND_FAILED;
}

int command_merge(int argc, char **argv) {
  static const struct asked_command command = {
      .options = option_table,
      .parse = parse,
      .parts = ASKED_RUNS,
      .args_doc = "-o FOLDER RUN...",
      .doc =
          "Puts all runs of several folders, machines and archives into one folder, so that they are shown, searched "
          "and packed together.\v"
          "RUN is a run directory, an archive, or a folder of runs, which stands for all of them.",
  };
  struct options options = {0};
  asked_parse(&options.asked, &command, &options, argc, argv);
  options.asked.is_all = true;
  return asked_end(&options.asked, asked_find(&options.asked) ? merge(&options) : COMMAND_FAILED);
}
