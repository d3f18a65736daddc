// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the command lines of commands that read runs have in common, and their way through the runs.
#ifndef SOURCEPRINT_REPORT_ASKED_H
#define SOURCEPRINT_REPORT_ASKED_H

#include "commands.h"
#include "report/model/choice.h"
#include "report/model/find.h"

#include <jansson.h>

struct asked {
  struct reader reader; // its problems go to stderr
  struct find_runs runs;
  struct choice choice;
  bool is_json;
  bool is_all; // all runs of a folder, where a command has an option for that
  enum output_color_choice color;
  char **arguments; // RUN...
  size_t argument_count;
  size_t next; // of runs
};

// Parts of a command line. Each but ASKED_RUNS is options.
enum asked_part {
  ASKED_RUNS = 1,         // RUN...
  ASKED_FORMAT = 2,       // --format=text or json
  ASKED_LINE_FORMAT = 4,  // the same, with one JSON object a line
  ASKED_COLOR = 8,        // --color
  ASKED_CHOICE = 16,      // which threads and statements
  ASKED_THREADS = 32,     // which threads
  ASKED_SOURCE_ROOT = 64, // --source-root
};

struct asked_command {
  const struct argp_option *options; // of its own; NULL: none
  argp_parser_t parse;               // of its own; its input is `options` of asked_parse(). NULL: none
  unsigned parts;                    // enum asked_part
  const char *args_doc, *doc;
  char *(*help_filter)(int key, const char *text, void *input); // as in struct argp; may be NULL
};

// Reads the command line; a usage error ends the process.
void asked_parse(struct asked *asked, const struct asked_command *command, void *options, int argc, char **argv);

// Finds the runs, and begins the output, which the second one leaves to the caller. Returns whether there is one.
bool asked_find(struct asked *asked);
bool asked_find_runs(struct asked *asked);

// The next run that can be read, which the caller closes; NULL at the end, or when nobody reads the output any more.
// Reports the progress, once that is begun.
struct reader_run *asked_next(struct asked *asked);

// Prints {"schema": 1, "processes": ...}, and takes the reference.
void asked_dump(json_t *processes);

// Ends the output and frees everything. Returns the exit status: the given one, or if that is 0 the one of what was
// damaged.
int asked_end(struct asked *asked, int status);

// Frees everything.
void asked_free(struct asked *asked);

#endif
