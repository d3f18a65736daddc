// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compose.h"

#include "common/base_name.h"
#include "config.h"
#include "fallback.h"
#include "install.h"
#include "options.h"
#include "paths.h"

#include <string.h>

#define RUNTIME_OBJECT "sourceprint_rt.o"
#define LATE_OBJECT "sourceprint_late.o" // what takes the place of one
#define RUNTIME_LIBRARY "libsourceprint.so"

// The words are as they were given, response files too, unless flags of ours must go, or words of ours must stand
// before a "--".
struct driver_words driver_compose_original(const char *compiler, char **argv, const struct driver_command *command) {
  struct driver_words words = {0};
  driver_words_add(&words, compiler);
  bool expanded = command->own.count > 0 || command->options_end < command->words.count;
  const char *const *word = expanded ? command->given.word : (const char *const *)argv + 1;
  for (; word && *word; word++)
    driver_words_add(&words, *word);
  return words;
}

// The dependency file and its target have the names that clang gives them in the whole command: after -o, or else after
// the source.
static void add_dependency_names(struct driver_words *words, const struct driver_command *command, const char *source) {
  const char *base = base_name(source);
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

struct driver_words driver_compose_single(const char *compiler, const struct driver_command *command, size_t chosen,
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
    if (command->side_files) // there would be no place for it
      driver_words_add(&words, "-gno-split-dwarf");
    driver_words_add(&words, "-o");
    driver_words_add(&words, object);
  }
  if (command->options_end < command->words.count && command->inputs[chosen].index > command->options_end) {
    driver_words_add(&words, "--");
    driver_words_add(&words, source);
  }
  return words;
}

struct driver_words driver_with_options(const struct driver_words *words, const char *const *options) {
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

static const char *output_name(const struct driver_command *command) {
  return command->output ? command->output : "a.out";
}

static const char *chosen_runtime(const struct driver_command *command) {
  const struct driver_config *config = driver_config_near(driver_config_source(command));
  struct driver_config_choice choice = driver_config_choose(config, NULL, &command->own, DRIVER_KEY_RUNTIME);
  const char *problem = choice.problem ? choice.problem : config->problem;
  if (problem)
    driver_note_fallback(DRIVER_FALL_CONFIG, output_name(command), problem);
  return choice.words.count == 1 && !choice.problem ? choice.words.word[0] : "static";
}

// The runtime is a word for the linker, since for clang it would be in the language of the last -x. The object's
// interface is exported, so that libraries find it that are opened later. A program may refer to the shared library by
// nothing but weak names, which alone would not keep it.
void driver_add_runtime(struct driver_words *words, const struct driver_command *command) {
  const char *chosen = chosen_runtime(command);
  bool is_shared = strcmp(chosen, "shared") == 0, is_late = strcmp(chosen, "none") == 0;
  const char *runtime = driver_find_part(is_shared ? RUNTIME_LIBRARY : is_late ? LATE_OBJECT : RUNTIME_OBJECT);
  if (!runtime) {
    driver_note_fallback(DRIVER_FALL_NO_RUNTIME, output_name(command), NULL);
    return;
  }
  const char *const object[] = {"-Wl,--export-dynamic-symbol=sourceprint_*",
                                "-Wl,--export-dynamic-symbol=ascii_instr_log_line", "-Xlinker", runtime, NULL};
  const char *const library[] = {
      "-Wl,--push-state,--no-as-needed", "-Xlinker", runtime, "-Wl,--pop-state", "-Xlinker", "-rpath", "-Xlinker",
      driver_path_of_folder(runtime),    NULL};
  const char *const late[] = {"-Xlinker", runtime, NULL};
  *words = driver_with_options(words, is_shared ? library : is_late ? late : object);
}

static void add_link_input(struct driver_words *words, const char *word, const char *language, const char **current) {
  if (strcmp(language, *current) != 0) {
    driver_words_add(words, "-x");
    driver_words_add(words, language);
    *current = language;
  }
  // It may stand behind a "--", which is left out.
  driver_words_add(words, word[0] == '-' && word[1] ? driver_format("./%s", word) : word);
}

struct driver_words driver_compose_link(const char *compiler, const struct driver_command *command,
                                        const char *const *objects) {
  const struct driver_input *input = command->inputs;
  const char *language = "none";
  struct driver_words words = {0};
  driver_words_add(&words, compiler);
  driver_words_add(&words, "-Qunused-arguments"); // the first pass has said which are unused
  for (size_t i = 0; i < command->words.count; i++) {
    const char *word = command->words.word[i];
    if (input < command->inputs + command->input_count && input->index == i) {
      add_link_input(&words, input->is_c ? *objects : word, input->is_c ? "none" : input->language, &language);
      objects += input++->is_c;
      continue;
    }
    const struct driver_option *option = i == command->options_end ? NULL : driver_find_option(word);
    size_t last = i + (option && word[strlen(option->spelling)] == '\0' ? option->separate_args : 0);
    bool dropped = i == command->options_end || (option && option->effect == SP_EFFECT_LANGUAGE);
    for (; i < last; i++)
      if (!dropped)
        driver_words_add(&words, command->words.word[i]);
    if (!dropped && i < command->words.count)
      driver_words_add(&words, command->words.word[i]);
  }
  if (command->wants_runtime)
    driver_add_runtime(&words, command);
  return words;
}
