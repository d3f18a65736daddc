// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// `sourceprint verify`: runs a build, and fails if that changed a source.

#include "commands.h"
#include "common/child.h"
#include "report/model/source_tree.h"

#include <stdio.h>
#include <string.h>

int command_verify_run(const char *command, const char *folder, char *const *argv) {
  struct source_tree tree;
  struct child child = {.argv = argv, .input = -1, .output = -1, .words = -1};
  int status = COMMAND_FAILED;
  if (source_tree_read(&tree, folder, command)) {
    status = child_run(&child, command);
    const size_t changed = source_tree_compare(&tree, command);
    const char *kind = tree.is_git ? "files that git tracks" : "files";
    if (changed > 0)
      fprintf(stderr, "%s: %zu of %zu %s in %s changed during: %s\n", command, changed, tree.count, kind, folder,
              argv[0]);
    else
      fprintf(stderr, "%s: all %zu %s in %s are as they were\n", command, tree.count, kind, folder);
    if (changed > 0 && status == 0)
      status = COMMAND_FAILED;
  }
  source_tree_free(&tree);
  return status;
}

struct options {
  char *folder;
  char **argv;
};

static error_t parse(int key, char *argument, struct argp_state *state) {
  struct options *options = state->input;
  switch (key) {
  case ARGP_KEY_ARG:
    if (!options->folder) {
      options->folder = argument;
      return 0;
    }
    options->argv = state->argv + state->next - 1;
    state->next = state->argc; // the rest is the build's
    return 0;
  case ARGP_KEY_END:
    if (!options->argv)
      argp_usage(state);
    return 0;
  default:
    return ARGP_ERR_UNKNOWN;
  }
}

int command_verify(int argc, char **argv) {
  static const struct argp argp = {
      .parser = parse,
      .args_doc = "FOLDER -- COMMAND [ARGUMENT...]",
      .doc = "Runs a build, and fails if a source in FOLDER is another afterwards.\v"
             "Sources are the files that git tracks, or all files that are there before if it tracks none. New files "
             "are no change. The exit status is the command's, or 1 if that is 0 and a source was changed or removed.",
  };
  struct options options = {0};
  argp_parse(&argp, argc, argv, ARGP_IN_ORDER, NULL, &options);
  return command_verify_run(argv[0], options.folder, options.argv);
}
