// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// `sourceprint log`: the recorded history of each thread.

#define _GNU_SOURCE

#include "asked.h"
#include "report/model/chosen.h"
#include "report/model/notes.h"
#include "report/text/json.h"
#include "report/text/progress.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// So many are printed before the progress is told.
#define RECORDS_A_STEP 4096u

struct options {
  struct asked asked;
  uint64_t newest; // records per thread; UINT64_MAX for all
};

static const struct argp_option option_table[] = {
    {"newest", 'n', "N", 0, "Print only the newest N records of each thread", 0},
    {0},
};

static error_t parse(int key, char *argument, struct argp_state *state) {
  struct options *options = state->input;
  if (key != 'n')
    return ARGP_ERR_UNKNOWN;
  options->newest = command_parse_number(argument, UINT64_MAX - 1, "-n", state);
  return 0;
}

// A line of the text sink as it stands: it may have words that this version does not know.
static void print_text(const struct reader_stream *stream, const struct reader_record *record) {
  char buffer[SP_RECORD_TEXT_MAX];
  size_t bytes;
  const char *line = reader_stream_line(stream, &bytes);
  if (line)
    fwrite(line, 1, bytes, stdout);
  else
    fwrite(buffer, 1, sp_format_record(buffer, sizeof buffer, &record->text), stdout);
}

static void log_source(struct reader_run *run, const struct reader_source *source, const struct options *options,
                       struct chosen *chosen) {
  struct reader_record record;
  uint32_t value;
  if (!chosen_open(chosen, run, source, options->newest))
    return;
  for (unsigned printed = 1; !output_is_over() && chosen_next(chosen, &record, &value); printed++) {
    if (options->asked.is_json)
      report_json_put_record(stdout, &record);
    else
      print_text(&chosen->stream, &record);
    if (printed % RECORDS_A_STEP == 0)
      progress_step(reader_stream_part(&chosen->stream));
  }
  progress_end();
  reader_stream_tell(&chosen->stream);
}

// Returns how many threads were chosen.
static size_t log_run(struct reader_run *run, struct options *options) {
  struct chosen *chosen = calloc(1, sizeof *chosen);
  struct reader_source *sources;
  size_t logged = 0;
  const size_t count = reader_sources(run, &sources);
  if (chosen)
    chosen->choice = &options->asked.choice;
  for (size_t i = 0; chosen && i < count && !output_is_over(); i++) {
    if (!choice_has_thread(&options->asked.choice, run, &sources[i].thread))
      continue;
    progress_thread(i, count);
    log_source(run, &sources[i], options, chosen);
    logged++;
  }
  if (chosen)
    chosen_free(chosen);
  free(chosen);
  free(sources);
  return logged;
}

int command_log(int argc, char **argv) {
  static const struct asked_command command = {
      .options = option_table,
      .parse = parse,
      .parts = ASKED_RUNS | ASKED_LINE_FORMAT | ASKED_CHOICE,
      .args_doc = "[RUN...]",
      .doc = "Prints the recorded statements of each thread, oldest first, one line each.\v" COMMAND_RUN_DOC
             " A gap in seq says that records are lost.",
  };
  struct options options = {.newest = UINT64_MAX};
  struct asked *asked = &options.asked;
  size_t logged = 0;
  asked_parse(asked, &command, &options, argc, argv);
  int status = asked_find(asked) ? 0 : COMMAND_FAILED;
  progress_begin("printing", !isatty(STDOUT_FILENO));
  for (struct reader_run *run; (run = asked_next(asked));) {
    logged += log_run(run, &options);
    notes_repeat_filters(run);
    reader_run_close(run);
  }
  choice_tell_idle(&asked->choice);
  if (asked->runs.count && choice_is_by_thread(&asked->choice) && !logged) {
    fputs("sourceprint: no run has such a thread\n", stderr);
    status = COMMAND_FAILED;
  }
  return asked_end(asked, status);
}
