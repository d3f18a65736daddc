// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// `sourceprint export`: a run in the form that another program reads.

#define _GNU_SOURCE

#include "report/export/export.h"
#include "asked.h"
#include "common/memory.h"
#include "report/model/chosen.h"
#include "report/model/notes.h"
#include "report/text/progress.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// How many records go by between two looks at the time.
#define RECORDS_A_STEP 16384u

static const struct export_format *const formats[] = {
    &export_chrome, &export_folded, &export_gnu,   &export_html,   &export_jsonl,
    &export_lcov,   &export_lnav,   &export_sarif, &export_sqlite, NULL,
};

struct options {
  const struct export_format *format;
  const char *output;
  struct asked asked;
};

enum { KEY_FORMAT = 256 };

static const struct argp_option option_table[] = {
    {"format", KEY_FORMAT, "FORMAT", 0, "Write this form; see below", 0},
    {"output", 'o', "FILE", 0, "Write FILE, when all is done, instead of standard output", 0},
    {0},
};

static const struct export_format *parse_format(const char *argument, struct argp_state *state) {
  char names[256];
  size_t used = 0;
  for (size_t i = 0; formats[i]; i++) {
    if (strcmp(argument, formats[i]->name) == 0)
      return formats[i];
    used += (size_t)snprintf(names + used, sizeof names - used, "%s%s",
                             i == 0           ? ""
                             : formats[i + 1] ? ", "
                                              : " or ",
                             formats[i]->name);
  }
  argp_error(state, "--format is %s, not '%s'", names, argument);
  return NULL;
}

static error_t parse(int key, char *argument, struct argp_state *state) {
  struct options *options = state->input;
  switch (key) {
  case KEY_FORMAT:
    options->format = parse_format(argument, state);
    return 0;
  case 'o':
    options->output = argument;
    return 0;
  case ARGP_KEY_END:
    if (!options->format)
      argp_error(state, "--format is missing");
    else if (options->format->is_file && (!options->output || strcmp(options->output, "-") == 0))
      argp_error(state, "-o FILE is missing: %s is no text", options->format->name);
    else if (options->format->is_without && options->asked.argument_count)
      argp_error(state, "%s takes no RUN", options->format->name);
    return 0;
  default:
    return ARGP_ERR_UNKNOWN;
  }
}

// The formats' names and what they are, behind the options.
static char *filter_help(int key, const char *text, void *input) {
  (void)input;
  if (key != ARGP_KEY_HELP_POST_DOC)
    return (char *)text;
  char *all = NULL;
  size_t bytes;
  FILE *out = open_memstream(&all, &bytes);
  if (!out)
    return (char *)text;
  fputs("FORMAT is one of\n", out);
  for (size_t i = 0; formats[i]; i++)
    fprintf(out, "  %-7s %s\n", formats[i]->name, formats[i]->what);
  fprintf(out, "\n%s", text);
  fclose(out);
  return all;
}

struct work {
  const struct export_format *format;
  struct export export;
  struct chosen chosen;
  size_t read; // runs that could be
};

static bool export_records(struct work *work) {
  struct export *export = &work->export;
  struct reader_record record;
  uint32_t value;
  for (unsigned passed = 1; chosen_next(&work->chosen, &record, &value); passed++) {
    if (!work->format->record(export, &record, value) || output_file_is_over(&export->file))
      return false;
    if (passed % RECORDS_A_STEP == 0)
      progress_step(reader_stream_part(&work->chosen.stream));
  }
  reader_stream_tell(&work->chosen.stream);
  return true;
}

static bool export_threads(struct work *work, struct reader_run *run) {
  const struct export_format *format = work->format;
  struct export *export = &work->export;
  struct reader_source *sources;
  const size_t count = reader_sources(run, &sources);
  bool is_good = true;
  for (size_t i = 0; i < count && is_good; i++) {
    if (!choice_has_thread(export->choice, run, &sources[i].thread))
      continue;
    export->threads++;
    progress_thread(i, count);
    is_good = !format->thread || format->thread(export, run, &sources[i]);
    if (is_good && format->record && chosen_open(&work->chosen, run, &sources[i], UINT64_MAX))
      is_good = export_records(work);
  }
  free(sources);
  return is_good;
}

static bool export_run(struct work *work, struct reader_run *run) {
  const struct export_format *format = work->format;
  if (format->run && !format->run(&work->export, run))
    return false;
  return format->is_by_process || export_threads(work, run);
}

// Returns whether all is written.
static bool export_runs(struct work *work, struct asked *asked) {
  bool is_good = !work->format->begin || work->format->begin(&work->export);
  if (!is_good)
    return false;
  for (struct reader_run *run; is_good && (run = asked_next(asked));) {
    work->read++;
    is_good = export_run(work, run);
    notes_repeat_filters(run);
    reader_run_close(run);
  }
  progress_end();
  is_good &= work->read || work->format->is_without;
  return (!work->format->end || work->format->end(&work->export, is_good)) && is_good;
}

// Returns the exit status.
static int export_all(struct work *work, struct options *options) {
  struct export *export = &work->export;
  if (!output_file_begin(&export->file, options->output, work->format->is_file))
    return 2;
  progress_begin("exporting", export->file.out != stdout || !isatty(STDOUT_FILENO));
  const bool is_whole = export_runs(work, &options->asked);
  const bool has_failed = !is_whole && !output_file_is_over(&export->file); // of which there was a message
  int status = has_failed ? 2 : reader_problems_status(&options->asked.reader.problems);
  choice_tell_idle(&options->asked.choice);
  const bool is_choice = choice_is_by_thread(&options->asked.choice) || choice_is_by_site(&options->asked.choice);
  const bool is_nothing = is_whole && is_choice && !export->threads && !work->format->is_without;
  if (is_nothing) {
    fputs("sourceprint: no run has what was asked for\n", stderr);
    status = COMMAND_FAILED;
  }
  return output_file_finish(&export->file, !has_failed && !is_nothing, status);
}

int command_export(int argc, char **argv) {
  static const struct asked_command command = {
      .options = option_table,
      .parse = parse,
      .parts = ASKED_RUNS | ASKED_CHOICE | ASKED_SOURCE_ROOT,
      .args_doc = "--format=FORMAT [RUN...]",
      .doc = "Writes a run in the form that another program reads.\v" COMMAND_RUN_DOC,
      .help_filter = filter_help,
  };
  struct options options = {0};
  struct asked *asked = &options.asked;
  asked_parse(asked, &command, &options, argc, argv);
  struct work *work = calloc(1, sizeof *work);
  if (!work)
    memory_is_short();
  work->format = options.format;
  work->export = (struct export){.choice = &asked->choice, .problems = &asked->reader.problems};
  work->chosen.choice = &asked->choice;
  int status = COMMAND_FAILED;
  if (options.format->is_without || asked_find_runs(asked))
    status = export_all(work, &options);
  chosen_free(&work->chosen);
  free(work);
  asked_free(asked);
  return status;
}
