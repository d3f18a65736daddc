// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#define _GNU_SOURCE
#include "build.h"

#include "config.h"
#include "fallback.h"
#include "install.h"
#include "process.h"
#include "rewriter_status.h"
#include "runtime/place.h"

#include <limits.h>
#include <stdint.h>
#include <stdio.h>

#define RUNTIME_OBJECT "sourceprint_rt.o"
#define REWRITER "instr-rewrite"

// The user's words behind the real compiler's name: as they were given, response files too, unless flags of ours must
// go.
static struct driver_words original_words(const char *compiler, char **argv, const struct driver_command *command) {
  struct driver_words words = {0};
  driver_words_add(&words, compiler);
  const char *const *word = command->own.count ? command->words.word : (const char *const *)argv + 1;
  for (; word && *word; word++)
    driver_words_add(&words, *word);
  return words;
}

void driver_pass_through(const char *compiler, char **argv, const struct driver_command *command) {
  driver_become(compiler, original_words(compiler, argv, command).word);
  fprintf(stderr, "instr-cc: error: cannot run %s: %s\n", compiler, strerror(errno));
}

static unsigned rewrite_seconds(void) {
  const char *setting = sp_setting("REWRITE_SECONDS");
  char *end = NULL;
  unsigned long seconds = setting ? strtoul(setting, &end, 10) : 0;
  return setting && *end == '\0' && seconds >= 1 && seconds <= 86400 ? (unsigned)seconds : 300;
}

static char *read_line(const char *path) {
  FILE *file = fopen(path, "re");
  char line[512] = "";
  if (file) {
    if (!fgets(line, sizeof line, file))
      line[0] = '\0';
    fclose(file);
  }
  line[strcspn(line, "\n")] = '\0';
  return driver_format("%s", line);
}

static void replay(const char *path) {
  FILE *file = fopen(path, "re");
  char text[4096];
  for (size_t bytes; file && (bytes = fread(text, 1, sizeof text, file)) > 0;)
    fwrite(text, 1, bytes, stderr);
  if (file)
    fclose(file);
}

// Rewrites one source into folder. Returns true if the overlay is there. On an error of the user's, whose words have
// been printed, *user_error is set; otherwise a fallback is noted.
static bool rewrite(const char *compiler, const struct driver_command *command, const char *source, bool first,
                    const char *folder, bool *user_error) {
  const char *rewriter = driver_find_part(REWRITER);
  if (!rewriter) {
    driver_note_fallback(DRIVER_FALL_NO_REWRITER, source, NULL);
    return false;
  }
  char resolved[PATH_MAX];
  struct driver_words words = {0};
  const char *problem = NULL;
  struct driver_words own = driver_own_flags_for(command, source, &problem);
  if (problem) {
    driver_note_fallback(DRIVER_FALL_CONFIG, source, problem);
    return false;
  }
  driver_words_add(&words, rewriter);
  driver_words_add(&words, driver_format("--tree=%s", folder));
  driver_words_add(&words, driver_format("--input=%s", source));
  if (!first)
    driver_words_add(&words, "--quiet-driver");
  for (size_t i = 0; i < own.count; i++)
    driver_words_add(&words, own.word[i]);
  driver_words_add(&words, "--");
  // clang, too, looks at its own path with links resolved.
  driver_words_add(&words, realpath(compiler, resolved) ? resolved : compiler);
  for (size_t i = 0; i < command->words.count; i++)
    driver_words_add(&words, command->words.word[i]);
  struct driver_outcome outcome = driver_run(rewriter, words.word, NULL, rewrite_seconds());
  if (outcome.timed_out)
    driver_note_fallback(DRIVER_FALL_TIME_LIMIT, source, NULL);
  else if (outcome.signal)
    driver_note_fallback(DRIVER_FALL_REWRITER_FAILED, source, strsignal(outcome.signal));
  else if (outcome.status == SP_REWRITER_GAVE_UP)
    driver_note_fallback(DRIVER_FALL_REWRITER_GAVE_UP, source,
                         read_line(driver_format("%s/" SP_REWRITER_REASON_FILE, folder)));
  else if (outcome.status == SP_REWRITER_USER_ERROR)
    *user_error = true;
  else if (outcome.status != SP_REWRITER_DONE)
    driver_note_fallback(DRIVER_FALL_REWRITER_FAILED, source, driver_format("status %d", outcome.status));
  return !outcome.signal && outcome.status == SP_REWRITER_DONE;
}

// The dependency file and its target have the names that clang gives them in the whole command: after -o, or else after
// the source.
static void add_dependency_names(struct driver_words *words, const struct driver_command *command, const char *source) {
  const char *base = strrchr(source, '/') ? strrchr(source, '/') + 1 : source;
  const char *named = command->output ? command->output : base;
  const char *dot = strrchr(named, '.');
  int stem = (int)(dot && !strchr(dot, '/') ? dot - named : (long)strlen(named));
  if (command->dependencies && !command->dependency_file) {
    driver_words_add(words, "-MF");
    driver_words_add(words, driver_format("%.*s.d", stem, named));
  }
  if (command->dependencies && !command->dependency_name) {
    driver_words_add(words, "-MQ");
    driver_words_add(words, command->output ? command->output : driver_format("%.*s.o", stem, base));
  }
}

// The command that compiles only one of several sources, or one that is linked in the same command, into an object.
static struct driver_words single_compile(const char *compiler, const struct driver_command *command, size_t chosen,
                                          const char *object) {
  struct driver_words words = {0};
  driver_words_add(&words, compiler);
  size_t next = 0;
  const char *source = command->words.word[command->inputs[chosen].index];
  for (size_t i = 0; i < command->options_end; i++) {
    if (next < command->input_count && command->inputs[next].index == i) {
      if (next++ == chosen)
        driver_words_add(&words, source);
      continue;
    }
    driver_words_add(&words, command->words.word[i]);
  }
  if (!command->compile_only)
    driver_words_add(&words, "-c");
  if (object) {
    add_dependency_names(&words, command, source);
    driver_words_add(&words, "-o");
    driver_words_add(&words, object);
  }
  if (command->options_end < command->words.count && command->inputs[chosen].index > command->options_end) {
    driver_words_add(&words, "--");
    driver_words_add(&words, source);
  }
  return words;
}

// Adds words behind the options, which end at a "--" if there is one.
static struct driver_words with_options(const struct driver_words *words, const char *const *options) {
  struct driver_words result = {0};
  size_t end = 0;
  while (end < words->count && strcmp(words->word[end], "--") != 0)
    driver_words_add(&result, words->word[end++]);
  for (; *options; options++)
    driver_words_add(&result, *options);
  for (; end < words->count; end++)
    driver_words_add(&result, words->word[end]);
  return result;
}

// Compiles one source with records, or as it is where that fails. words: the command that compiles it alone. On an
// error of the user's nothing is compiled and *user_error is set.
static struct driver_outcome compile_source(const char *compiler, const struct driver_command *command, size_t chosen,
                                            const char *tree, bool first, const struct driver_words *words,
                                            bool *user_error) {
  const char *source = command->words.word[command->inputs[chosen].index];
  char *folder = driver_format("%s/%zu", tree, chosen);
  bool rewritten = false;
  if (mkdir(folder, 0700) != 0)
    driver_note_fallback(DRIVER_FALL_NO_TREE, source, strerror(errno));
  else
    rewritten = rewrite(compiler, command, source, first, folder, user_error);
  if (*user_error)
    return (struct driver_outcome){.status = 1};
  if (!rewritten)
    return driver_run(compiler, words->word, NULL, 0);

  // The first pass has said all there is to say about the language.
  const char *overlay[] = {"-ivfsoverlay", driver_format("%s/overlay.yaml", folder), "-Wno-everything", "-w", NULL};
  struct driver_words second = with_options(words, overlay);
  char *errors = driver_format("%s/errors", folder);
  struct driver_outcome outcome = driver_run(compiler, second.word, errors, 0);
  if (outcome.status == 0 && !outcome.signal) {
    if (!command->compile_only)
      replay(errors); // what the linker had to say
    return outcome;
  }
  struct driver_words silent = with_options(words, overlay + 2);
  outcome = driver_run(compiler, silent.word, NULL, 0);
  if (outcome.status == 0 && !outcome.signal)
    driver_note_fallback(DRIVER_FALL_SECOND_COMPILE, source, read_line(errors));
  return outcome;
}

// Adds the runtime to a link. Its interface is exported, so that libraries find it that are opened later.
static void add_runtime(struct driver_words *words, const struct driver_command *command) {
  const char *runtime = driver_find_part(RUNTIME_OBJECT);
  if (!runtime) {
    driver_note_fallback(DRIVER_FALL_NO_RUNTIME, command->output ? command->output : "a.out", NULL);
    return;
  }
  const char *export[] = {"-Wl,--export-dynamic-symbol=sourceprint_*", NULL};
  *words = with_options(words, export);
  if (command->language_word != SIZE_MAX && command->options_end == command->words.count) {
    driver_words_add(words, "-x");
    driver_words_add(words, "none");
  }
  driver_words_add(words, runtime);
}

static _Noreturn void link_only(const char *compiler, char **argv, const struct driver_command *command) {
  struct driver_words words = original_words(compiler, argv, command);
  add_runtime(&words, command);
  driver_become(compiler, words.word);
  fprintf(stderr, "instr-cc: error: cannot run %s: %s\n", compiler, strerror(errno));
  exit(1);
}

// The link of a command that also compiled: objects stand where the sources stood.
static struct driver_outcome link_objects(const char *compiler, const struct driver_command *command,
                                          char *const *objects) {
  struct driver_words words = {0};
  driver_words_add(&words, compiler);
  driver_words_add(&words, "-Qunused-arguments"); // the first pass has said which are unused
  size_t next = 0;
  bool other_sources = false;
  for (size_t i = 0; i < command->input_count; i++)
    other_sources |= command->inputs[i].is_source && !objects[i];
  for (size_t i = 0; i < command->words.count; i++) {
    const char *word = command->words.word[i];
    if (next < command->input_count && command->inputs[next].index == i) {
      driver_words_add(&words, objects[next] ? objects[next] : word);
      next++;
    } else if (strncmp(word, "-x", 2) == 0 && !other_sources) {
      i += word[2] == '\0';
    } else {
      driver_words_add(&words, word);
    }
  }
  if (command->wants_runtime)
    add_runtime(&words, command);
  return driver_run(compiler, words.word, NULL, 0);
}

// One source that is the whole command's work can be compiled, and linked, by the command itself: then every file that
// the compiler makes beside its output has the name and the place that it would have.
static bool is_one_step(const struct driver_command *command) {
  size_t sources = 0;
  for (size_t i = 0; i < command->input_count; i++)
    sources += command->inputs[i].is_source;
  return sources == 1;
}

static struct driver_outcome build_in_one_step(const char *compiler, char **argv, const struct driver_command *command,
                                               const char *tree, bool *user_error) {
  struct driver_words words = original_words(compiler, argv, command);
  if (command->wants_runtime)
    add_runtime(&words, command);
  size_t chosen = 0;
  while (!command->inputs[chosen].is_c)
    chosen++;
  return compile_source(compiler, command, chosen, tree, true, &words, user_error);
}

// Several sources: an object each, in the private tree unless the command asks for objects, then the link.
static struct driver_outcome build_in_steps(const char *compiler, const struct driver_command *command,
                                            const char *tree, bool *user_error) {
  char **objects = driver_allocate((command->input_count + 1) * sizeof *objects);
  struct driver_outcome worst = {0};
  bool first = true;
  for (size_t i = 0; i < command->input_count; i++) {
    if (!command->inputs[i].is_c)
      continue;
    if (!command->compile_only)
      objects[i] = driver_format("%s/%zu.o", tree, i);
    struct driver_words words = single_compile(compiler, command, i, objects[i]);
    struct driver_outcome outcome = compile_source(compiler, command, i, tree, first, &words, user_error);
    first = false;
    if (outcome.status != 0 || outcome.signal)
      worst = outcome;
  }
  if (worst.status == 0 && !worst.signal && !command->compile_only)
    worst = link_objects(compiler, command, objects);
  return worst;
}

void driver_build(const char *compiler, char **argv, const struct driver_command *command) {
  if (command->c_sources == 0)
    link_only(compiler, argv, command);
  const char *tree = driver_make_tree();
  if (!tree) {
    driver_note_fallback(DRIVER_FALL_NO_TREE, command->words.word[command->inputs[0].index], strerror(errno));
    driver_pass_through(compiler, argv, command);
    exit(1);
  }
  bool user_error = false;
  struct driver_outcome outcome = is_one_step(command) ? build_in_one_step(compiler, argv, command, tree, &user_error)
                                                       : build_in_steps(compiler, command, tree, &user_error);
  if (user_error) // the errors have been printed; this is for the status and the outputs
    outcome = driver_run(compiler, original_words(compiler, argv, command).word, "/dev/null", 0);
  driver_end_as(outcome);
}
