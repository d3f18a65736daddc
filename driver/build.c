// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#define _GNU_SOURCE
#include "build.h"

#include "common/base_name.h"
#include "compose.h"
#include "fallback.h"
#include "old_objects.h"
#include "process.h"
#include "rewrite.h"
#include "rewriter_status.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

void driver_pass_through(const char *compiler, char **argv, const struct driver_command *command) {
  driver_become(compiler, driver_compose_original(compiler, argv, command).word);
  fprintf(stderr, "instr-cc: error: cannot run %s: %s\n", compiler, strerror(errno));
}

static void replay(const char *path) {
  FILE *file = fopen(path, "re");
  char text[4096];
  for (size_t bytes; file && (bytes = fread(text, 1, sizeof text, file)) > 0;)
    fwrite(text, 1, bytes, stderr);
  if (file)
    fclose(file);
}

// A command that is built with records. First without a word of the compiler's but the front end's about the original
// text. If that fails, or if the compiler has more to say, the command is run as it is, for its words, status and
// files, and then with records, without a word.
struct build {
  const char *compiler;
  char **argv;
  const struct driver_command *command;
  const char *tree;
  struct unit *units; // the C sources
  size_t unit_count;
  bool in_steps;                 // each source is compiled by a command of its own
  bool said;                     // the command has been run as it is
  bool spoke;                    // the compiler has more to say
  struct driver_outcome outcome; // of the command as it is
};

struct unit {
  size_t input; // of the command
  const char *source, *folder;
  const char *object;        // in the private tree, or NULL where the command makes it
  struct driver_words words; // compiles it
  bool rewritten;
  bool wrong; // it has an error of the user's
};

static bool failed(struct driver_outcome outcome) { return outcome.status != 0 || outcome.signal; }

static bool object_is_output(const struct driver_command *command) {
  return command->output && (strcmp(command->output, "-") == 0 || strcmp(command->output, "/dev/stdout") == 0);
}

// Runs the command as it is; ends as it does if it fails, unless it leaves objects of other sources.
static void run_as_it_is(struct build *build) {
  struct driver_words words = driver_compose_original(build->compiler, build->argv, build->command);
  const char *output = object_is_output(build->command) ? "/dev/null" : NULL;
  build->outcome = driver_run_to(build->compiler, words.word, output, NULL, 0);
  if (failed(build->outcome) && (!build->command->compile_only || !build->in_steps))
    driver_end_as(build->outcome);
  build->said = true;
  driver_quiet_environment();
}

// Runs the compiler; what it says goes into the file errors.
static struct driver_outcome run_held(struct build *build, const struct driver_words *words, const char *errors) {
  const char *output = build->said && !object_is_output(build->command) ? "/dev/null" : NULL;
  struct driver_outcome outcome = driver_run_to(build->compiler, words->word, output, errors, 0);
  struct stat status;
  build->spoke |= stat(errors, &status) == 0 && status.st_size > 0;
  return outcome;
}

static const char *errors_file(const struct build *build, size_t number) {
  return driver_format("%s/%zu.errors", build->tree, number);
}

// Files that are named after the whole command's output, not after an object in the private tree.
static struct driver_words with_front_end_options(const struct driver_words *words, const char *folder) {
  struct driver_words options = {0};
  char *line = NULL;
  size_t room = 0;
  FILE *file = fopen(driver_format("%s/" SP_REWRITER_OPTIONS_FILE, folder), "re");
  for (ssize_t length; file && (length = getline(&line, &room, file)) > 0;) {
    driver_words_add(&options, "-Xclang");
    driver_words_add(&options, driver_format("%.*s", (int)length - 1, line));
  }
  free(line);
  if (file)
    fclose(file);
  return options.count > 0 ? driver_with_options(words, options.word) : *words;
}

// What follows a load or a store through a pointer that the optimizer knows to be null cannot be reached, as it sees
// it: it leaves all of it out, that access too, and control goes on into whatever is next in memory. The statement that
// has a record is to fault as it says.
static struct driver_words with_faults_kept(const struct driver_words *words) {
  static const char *const option[] = {"-fno-delete-null-pointer-checks", NULL};
  for (size_t i = 0; i < words->count; i++)
    if (strcmp(words->word[i], "-fdelete-null-pointer-checks") == 0)
      return *words; // it was asked for
  return driver_with_options(words, option);
}

// Where a unit's code is, once it is compiled.
static const char *unit_output(const struct build *build, const struct unit *unit) {
  if (unit->object || build->command->output)
    return unit->object ? unit->object : build->command->output;
  const char *base = base_name(unit->source);
  const char *dot = strrchr(base, '.');
  return build->command->compile_only ? driver_format("%.*s.o", (int)(dot ? dot - base : (long)strlen(base)), base)
                                      : "a.out";
}

// A net for what nobody has thought of: the compiler took the original text after all, and the object records nothing.
static void check_sites(const struct build *build, const struct unit *unit) {
  struct stat status;
  if (stat(driver_format("%s/" SP_REWRITER_FIRST_TEXT, unit->folder), &status) == 0 &&
      driver_lacks_sites(unit_output(build, unit)))
    driver_note_fallback(DRIVER_FALL_NO_SITES, unit->source, NULL);
}

static struct driver_outcome compile_unit(struct build *build, const struct unit *unit) {
  // The front end's warnings have been said about the original. What the back end finds in the rewritten text only
  // tells that it may find something in the original.
  static const char *const back_end[] = {"-Wno-everything",  "-Watomic-alignment", "-Wattribute-warning",
                                         "-Wbackend-plugin", "-Winline-asm",       "-Wpass-failed",
                                         "-Wpsabi",          "-Wsource-mgr",       NULL};
  static const char *const silent[] = {"-Wno-everything", "-w", NULL};
  struct driver_words words = unit->words;
  if (unit->rewritten || build->said)
    words = driver_with_options(&words, build->said ? silent : back_end);
  if (unit->rewritten) {
    words = driver_with_options(&words,
                                (const char *[]){"-ivfsoverlay", driver_format("%s/overlay.yaml", unit->folder), NULL});
    words = with_faults_kept(&words);
  }
  if (unit->rewritten && unit->object)
    words = with_front_end_options(&words, unit->folder);
  struct driver_outcome outcome = run_held(build, &words, errors_file(build, unit->input));
  if (unit->rewritten && !failed(outcome))
    check_sites(build, unit);
  return outcome;
}

static struct driver_outcome link_units(struct build *build) {
  const char **objects = driver_allocate((build->unit_count + 1) * sizeof *objects);
  for (size_t i = 0; i < build->unit_count; i++)
    objects[i] = build->units[i].object;
  struct driver_words words = driver_compose_link(build->compiler, build->command, objects);
  return run_held(build, &words, errors_file(build, build->command->input_count));
}

static size_t other_sources(const struct driver_command *command) {
  size_t count = 0;
  for (size_t i = 0; i < command->input_count; i++)
    count += command->inputs[i].is_source && !command->inputs[i].is_c;
  return count;
}

// One source that is the whole command's work can be compiled, and linked, by the command itself: then every file that
// the compiler makes beside its output has the name and the place that it would have.
static bool is_one_step(const struct driver_command *command) {
  return command->c_sources == 1 && other_sources(command) == 0;
}

// Whether the command as it is must be run in any case, and first.
static bool has_more_outputs(const struct build *build) {
  const struct driver_command *command = build->command;
  if (command->says_more)
    return true;
  if (!build->in_steps)
    return false;
  // Objects of other sources; files that would be named after an object in the private tree.
  return command->compile_only ? other_sources(command) > 0 : command->side_files;
}

static struct driver_words unit_command(const struct build *build, const struct unit *unit) {
  const struct driver_command *command = build->command;
  if (build->in_steps)
    return driver_compose_single(build->compiler, command, unit->input, unit->object);
  struct driver_words words = {0};
  if (command->says_more) { // the words that say more are not ours to repeat
    driver_words_add(&words, build->compiler);
    for (size_t i = 0; i < command->words.count; i++)
      driver_words_add(&words, command->words.word[i]);
  } else {
    words = driver_compose_original(build->compiler, build->argv, command);
  }
  if (command->wants_runtime)
    driver_add_runtime(&words, command);
  return words;
}

// Rewrites all sources. On an error of the user's, the compiler tells it.
static void prepare_units(struct build *build) {
  const struct driver_command *command = build->command;
  build->units = driver_allocate((command->c_sources + 1) * sizeof *build->units);
  for (size_t i = 0; i < command->input_count; i++) {
    if (!command->inputs[i].is_c)
      continue;
    struct unit *unit = &build->units[build->unit_count++];
    *unit = (struct unit){.input = i,
                          .source = command->words.word[command->inputs[i].index],
                          .folder = driver_format("%s/%zu", build->tree, i)};
    if (build->in_steps && !command->compile_only)
      unit->object = driver_format("%s/%zu.o", build->tree, i);
    unit->words = unit_command(build, unit);
    if (mkdir(unit->folder, 0700) != 0)
      driver_note_fallback(DRIVER_FALL_NO_TREE, unit->source, strerror(errno));
    else
      unit->rewritten =
          driver_rewrite(build->compiler, command, unit->source, build->unit_count == 1, &unit->folder, &unit->wrong);
    if (unit->wrong && !build->said)
      run_as_it_is(build);
    if (unit->wrong && !failed(build->outcome)) {
      driver_note_fallback(DRIVER_FALL_REWRITER_FAILED, unit->source,
                           "it finds an error where the compiler finds none");
      unit->wrong = false;
    }
  }
}

// Returns whether all is built and the compiler has nothing more to say than the front end has.
static bool build_with_words(struct build *build) {
  for (size_t i = 0; i < build->unit_count && !build->spoke; i++)
    if (failed(compile_unit(build, &build->units[i])))
      return false;
  if (!build->spoke && build->in_steps && !build->command->compile_only && failed(link_units(build)))
    return false;
  for (size_t i = 0; i < build->unit_count && !build->spoke; i++)
    replay(driver_format("%s/" SP_REWRITER_WORDS_FILE, build->units[i].folder));
  return !build->spoke;
}

// Builds what the compiler takes as it is.
static void build_silently(struct build *build) {
  for (size_t i = 0; i < build->unit_count; i++) {
    struct unit *unit = &build->units[i];
    if (unit->wrong || !failed(compile_unit(build, unit)))
      continue;
    const char *reason = driver_read_line(errors_file(build, unit->input));
    unit->rewritten = false;
    if (!failed(compile_unit(build, unit)))
      driver_note_fallback(DRIVER_FALL_SECOND_COMPILE, unit->source, reason);
  }
  if (!build->in_steps || build->command->compile_only || !failed(link_units(build)))
    return;
  driver_note_fallback(DRIVER_FALL_SECOND_LINK, build->command->output ? build->command->output : "a.out",
                       driver_read_line(errors_file(build, build->command->input_count)));
  struct driver_words words = driver_compose_original(build->compiler, build->argv, build->command);
  driver_run_to(build->compiler, words.word, "/dev/null", "/dev/null", 0);
}

static _Noreturn void link_only(const char *compiler, char **argv, const struct driver_command *command) {
  struct driver_words words = driver_compose_original(compiler, argv, command);
  driver_add_runtime(&words, command);
  struct driver_outcome outcome = driver_run_to(compiler, words.word, NULL, NULL, 0);
  if (!failed(outcome))
    driver_check_linked(command);
  driver_end_as(outcome);
}

void driver_build(const char *compiler, char **argv, const struct driver_command *command) {
  if (command->c_sources == 0 && !command->says_more)
    link_only(compiler, argv, command);
  struct build build = {.compiler = compiler, .argv = argv, .command = command, .in_steps = !is_one_step(command)};
  build.tree = driver_make_tree();
  if (!build.tree) {
    driver_note_fallback(DRIVER_FALL_NO_TREE, command->words.word[command->inputs[0].index], strerror(errno));
    driver_pass_through(compiler, argv, command);
    exit(1);
  }
  if (has_more_outputs(&build))
    run_as_it_is(&build);
  prepare_units(&build);
  if (build.said || !build_with_words(&build)) {
    if (!build.said)
      run_as_it_is(&build);
    build_silently(&build);
  }
  if (!command->compile_only && !failed(build.outcome))
    driver_check_linked(command);
  driver_end_as(build.outcome);
}
