// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// `sourceprint doctor`: whether the installation works, and what holds for a source.

#define _GNU_SOURCE

#include "report/setup/doctor.h"
#include "commands.h"
#include "common/memory.h"
#include "common/spawn.h"
#include "report/model/find_folder.h"
#include "report/text/output.h"

#include "report/reader/elf.h"
#include "runtime/place.h"

#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct options {
  bool is_json;
  char **words; // a source, and more of its command line
  size_t word_count;
};

enum { KEY_FORMAT = 256, KEY_JSON };

static const struct argp_option option_table[] = {
    {"format", KEY_FORMAT, "FORMAT", 0, "Print text (the default) or json", 0},
    {"json", KEY_JSON, NULL, 0, "The same as --format=json", 0},
    {0},
};

static error_t parse(int key, char *argument, struct argp_state *state) {
  struct options *options = state->input;
  switch (key) {
  case KEY_FORMAT:
    options->is_json = command_parse_json(argument, state);
    return 0;
  case KEY_JSON:
    options->is_json = true;
    return 0;
  case ARGP_KEY_ARGS:
    options->words = state->argv + state->next;
    options->word_count = (size_t)(state->argc - state->next);
    return 0;
  default:
    return ARGP_ERR_UNKNOWN;
  }
}

__attribute__((format(printf, 3, 4))) static void add_problem(struct doctor *doctor, const char *advice,
                                                              const char *text, ...) {
  char *what;
  va_list arguments;
  va_start(arguments, text);
  if (vasprintf(&what, text, arguments) < 0)
    memory_is_short();
  va_end(arguments);
  if (doctor->problem_count < sizeof doctor->problems / sizeof *doctor->problems)
    doctor->problems[doctor->problem_count++] = (struct doctor_problem){what, advice};
}

static void examine_parts(struct doctor *doctor) {
  const struct explained *explained = &doctor->explained;
  const struct explained_line *compiler = explained_next(explained, "compiler", NULL);
  if (!*explained_field(compiler, 1))
    add_problem(doctor, "", "%s", explained_field(compiler, 3));
  for (const struct explained_line *part = NULL; (part = explained_next(explained, "part", part)) != NULL;)
    if (!*explained_field(part, 2))
      add_problem(doctor, "install sourceprint again, the whole folder: bin and lib belong together",
                  "%s is missing from lib/sourceprint", explained_field(part, 1));
}

static void examine_settings(struct doctor *doctor) {
  const struct explained *explained = &doctor->explained;
  const struct explained_line *config = explained_next(explained, "config", NULL);
  if (*explained_field(config, 2))
    add_problem(doctor, "until then sources are compiled as they are, without records", "%s",
                explained_field(config, 2));
  if (*explained_field(config, 4))
    add_problem(doctor, "rename it to sourceprint.yaml", "%s is not read, as it has another name",
                explained_field(config, 4));
  for (const struct explained_line *key = NULL; (key = explained_next(explained, "key", key)) != NULL;)
    if (*explained_field(key, 3))
      add_problem(doctor, "until then sources are compiled as they are, without records", "%s",
                  explained_field(key, 3));
  for (const struct explained_line *line = NULL; (line = explained_next(explained, "unknown", line)) != NULL;) {
    const char *near = explained_field(line, 2);
    add_problem(doctor, "unset it; 'sourceprint env' lists those that there are", "nobody reads the variable %s%s%s%s",
                explained_field(line, 1), *near ? "; did you mean " : "", near, *near ? "?" : "");
  }
  const struct explained_line *wrong = explained_next(explained, "problem", NULL);
  if (wrong)
    add_problem(doctor, "", "%s", explained_field(wrong, 1));
  if (doctor->file && access(doctor->file, R_OK) != 0)
    add_problem(doctor, "", "%s: %s", doctor->file, strerror(errno));
  else if (doctor->file && reader_elf_lacks_runtime(doctor->file))
    add_problem(doctor, "link it with instr-cc, or preload libsourceprint.so",
                "%s has sites but no runtime, so nothing is recorded: another compiler linked it", doctor->file);
}

// The folder of runs, if it is there: it is made when the first program runs.
static void examine_runs_folder(struct doctor *doctor) {
  char folder[PATH_MAX];
  struct stat status;
  if (sp_runs_folder(folder, sizeof folder) != 0 || lstat(folder, &status) != 0)
    return;
  if (sp_make_runs_folder(folder) == 0 && access(folder, W_OK | X_OK) == 0)
    return;
  const int error = errno;
  add_problem(doctor, "remove it, or set SOURCEPRINT_OUTPUT_DIR to a folder that can be written",
              "programs record nothing: the folder of runs %s of user %s cannot be used: %s", folder,
              find_owner_name(status.st_uid),
              error == EPERM ? "it belongs to another user, or others may write to it" : strerror(error));
}

static void ask_version(struct doctor *doctor) {
  struct spawn_outcome outcome = {0};
  const char *argv[] = {explained_field(explained_next(&doctor->explained, "compiler", NULL), 1), "--version", NULL};
  if (*argv[0] && spawn_run(argv, NULL, NULL, true, &outcome) && outcome.status == 0) {
    outcome.output[strcspn(outcome.output, "\n")] = '\0';
    doctor->compiler_version = outcome.output;
  } else {
    free(outcome.output);
  }
}

static void try_it(struct doctor *doctor) {
  doctor->trial = trial_run(explained_field(explained_next(&doctor->explained, "compiler", NULL), 1));
  doctor->was_tried = true;
  if (doctor->trial.step)
    add_problem(doctor, doctor->trial.advice, "the trial failed at the step '%s'", doctor->trial.step);
}

static void free_doctor(struct doctor *doctor) {
  for (size_t i = 0; i < doctor->problem_count; i++)
    free((char *)doctor->problems[i].what);
  trial_free(&doctor->trial);
  free(doctor->compiler_version);
  explained_free(&doctor->explained);
}

int command_doctor(int argc, char **argv) {
  static const struct argp argp = {
      .options = option_table,
      .parser = parse,
      .args_doc = "[FILE [-- FLAG...]]",
      .doc = "Examines the installation, tries it, and says what holds for the source FILE and why.\v"
             "FLAG: more of the command line that compiles FILE. Exit status: 0 if all is well, 1 if there are "
             "problems.",
  };
  struct options options = {0};
  char *driver = spawn_beside("instr-cc");
  struct doctor doctor = {.driver = driver};
  argp_parse(&argp, argc, argv, 0, NULL, &options);
  char **words = calloc(options.word_count + 2, sizeof *words);
  if (!words)
    memory_is_short();
  if (options.word_count > 0)
    words[0] = "-c";
  for (size_t i = 0; i < options.word_count; i++)
    words[i + 1] = options.words[i];
  output_begin();
  doctor.file = options.word_count > 0 ? options.words[0] : NULL;
  const bool is_known = explained_ask(&doctor.explained, words, options.word_count + (options.word_count > 0));
  if (is_known) {
    examine_parts(&doctor);
    ask_version(&doctor);
    if (doctor.problem_count == 0)
      try_it(&doctor);
    examine_settings(&doctor);
    examine_runs_folder(&doctor);
    (options.is_json ? doctor_print_json : doctor_print_text)(&doctor);
  }
  const int status = is_known && doctor.problem_count == 0 ? 0 : COMMAND_FAILED;
  free_doctor(&doctor);
  free(words);
  free(driver);
  return output_finish(status);
}
