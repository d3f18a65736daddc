// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#define _GNU_SOURCE
#include "command.h"

#include "options.h"
#include "own_flags.h"
#include "probe.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const char *driver_passthrough_text(enum driver_passthrough reason) {
  static const char *const texts[] = {
#define DRIVER_X(name, text) text,
      DRIVER_PASSTHROUGHS(DRIVER_X)
#undef DRIVER_X
  };
  return texts[reason];
}

const char *driver_passthrough_name(enum driver_passthrough reason) {
  static const char *const names[] = {
#define DRIVER_X(name, text) #name,
      DRIVER_PASSTHROUGHS(DRIVER_X)
#undef DRIVER_X
  };
  if (reason == DRIVER_PASS_NONE)
    return "instrumented";
  char *name = driver_format("passthrough %s", names[reason]);
  for (char *p = name; *p; p++)
    *p = *p == '_' ? '-' : (char)tolower((unsigned char)*p);
  return name;
}

static bool starts_with(const char *word, const char *prefix) { return strncmp(word, prefix, strlen(prefix)) == 0; }

// With one of these, clang's driver tells more, or writes files that it appends to.
static const char *const telling_variables[] = {"CC_LOG_DIAGNOSTICS", "CC_PRINT_HEADERS",   "CC_PRINT_INTERNAL_STAT",
                                                "CC_PRINT_OPTIONS",   "CC_PRINT_PROC_STAT", "DEPENDENCIES_OUTPUT",
                                                "SUNPRO_DEPENDENCIES"};
enum { telling_variable_count = sizeof telling_variables / sizeof *telling_variables };

static bool environment_says_more(void) {
  for (size_t i = 0; i < telling_variable_count; i++)
    if (getenv(telling_variables[i]))
      return true;
  return false;
}

void driver_quiet_environment(void) {
  for (size_t i = 0; i < telling_variable_count; i++)
    unsetenv(telling_variables[i]);
}

#if defined __x86_64__
#define NATIVE_MACHINE "x86_64"
#elif defined __aarch64__
#define NATIVE_MACHINE "aarch64"
#else
#define NATIVE_MACHINE "?" // no other has been tried: with a named target there is no runtime
#endif

static void pass(struct driver_command *command, enum driver_passthrough reason) {
  if (command->passthrough == DRIVER_PASS_NONE)
    command->passthrough = reason;
}

static void add_input(struct driver_command *command, size_t index, const char *language) {
  const char *word = command->words.word[index];
  enum driver_input_kind kind = driver_input_kind(word, language);
  struct driver_input *input = &command->inputs[command->input_count++];
  *input = (struct driver_input){
      .index = index, .language = language, .is_c = kind == SP_INPUT_C, .is_source = kind != SP_INPUT_OBJECT};
  if (kind == SP_INPUT_HEADER)
    pass(command, DRIVER_PASS_HEADER);
  if (!input->is_c)
    return;
  command->c_sources++;
  if (strcmp(word, "-") == 0 || strcmp(word, "/dev/stdin") == 0)
    pass(command, DRIVER_PASS_STANDARD_INPUT);
  else if (driver_is_probe(word))
    pass(command, DRIVER_PASS_PROBE);
}

// The compiler will have been run for what the option at index says, before we come: other runs must not say it again.
static void say_once(struct driver_command *command, size_t index, const struct driver_option *option, bool joined) {
  struct driver_words *words = &command->words;
  command->says_more |= option->effect == SP_EFFECT_SAYS || option->effect == SP_EFFECT_SAYS_AND_COUNTS ||
                        option->effect == SP_EFFECT_SAYS_IN_FILE;
  if (option->effect == SP_EFFECT_SAYS)
    words->word[index] = "-w";
  else if (option->effect == SP_EFFECT_SAYS_IN_FILE && joined)
    words->word[index] = driver_format("%s/dev/null", option->spelling);
  else if (option->effect == SP_EFFECT_SAYS_IN_FILE && index + 1 < words->count)
    words->word[index + 1] = "/dev/null";
}

static void note_frontend_option(struct driver_command *command, size_t index, const char *value, bool joined) {
  const struct driver_option *option = driver_find_option(driver_format("-Xclang %s", value));
  if (!option)
    return;
  if (option->effect == SP_EFFECT_SAYS) {
    command->says_more = true;
    command->words.word[joined ? index : index + 1] = "-w";
  } else if (option->effect == SP_EFFECT_PLUGIN)
    pass(command, DRIVER_PASS_PLUGIN);
  else if (option->effect == SP_EFFECT_NO_OBJECT)
    pass(command, DRIVER_PASS_NO_OBJECT);
}

static void note_preprocessor_option(struct driver_command *command, const char *value) {
  const char *rest = starts_with(value, "-MD") ? value + 3 : starts_with(value, "-MMD") ? value + 4 : "?";
  if (*rest == '\0' || *rest == ',')
    command->dependencies = true;
  if (*rest == ',')
    command->dependency_file = true;
}

// The effects that are a reason to step aside; the others are 0, which is none.
static const enum driver_passthrough reasons[] = {
    [SP_EFFECT_FREESTANDING] = DRIVER_PASS_FREESTANDING,  [SP_EFFECT_NO_OBJECT] = DRIVER_PASS_NO_OBJECT,
    [SP_EFFECT_OTHER_LANGUAGE] = DRIVER_PASS_NO_C_SOURCE, [SP_EFFECT_PLUGIN] = DRIVER_PASS_PLUGIN,
    [SP_EFFECT_PRINT_ONLY] = DRIVER_PASS_PRINT_ONLY,      [SP_EFFECT_TARGET] = DRIVER_PASS_NONE,
};

// Takes note of the option at index. value: what is joined to it, or the word that follows it.
static void note_option(struct driver_command *command, size_t index, const struct driver_option *option,
                        const char *value, bool joined) {
  enum driver_effect effect = option->effect;
  pass(command, reasons[effect]);
  command->compile_only |= effect == SP_EFFECT_COMPILE_ONLY;
  command->dependencies |= effect == SP_EFFECT_DEPENDENCIES;
  command->dependency_file |= effect == SP_EFFECT_DEPENDENCY_FILE;
  command->dependency_name |= effect == SP_EFFECT_DEPENDENCY_NAME;
  command->library |= effect == SP_EFFECT_LIBRARY;
  command->bare |= effect == SP_EFFECT_NO_STANDARD_LIBRARY;
  command->side_files |= effect == SP_EFFECT_SIDE_FILES;
  if (effect == SP_EFFECT_DRIVER_MODE && strcmp(value, "gcc") != 0)
    pass(command, DRIVER_PASS_DRIVER_MODE);
  else if (effect == SP_EFFECT_NO_RUNTIME || (effect == SP_EFFECT_TARGET && !starts_with(value, NATIVE_MACHINE "-")))
    command->wants_runtime = false;
  else if (effect == SP_EFFECT_OUTPUT)
    command->output = value;
  else if (effect == SP_EFFECT_FRONTEND)
    note_frontend_option(command, index, value, joined);
  else if (effect == SP_EFFECT_PREPROCESSOR)
    note_preprocessor_option(command, value);
  else
    say_once(command, index, option, joined);
}

static void scan_words(struct driver_command *command) {
  const struct driver_words *words = &command->words;
  const char *language = "none";
  for (size_t i = 0; i < words->count; i++) {
    const char *word = words->word[i];
    if (strcmp(word, "--") == 0) {
      command->options_end = i;
      for (i++; i < words->count; i++)
        add_input(command, i, language);
      return;
    }
    if (word[0] != '-' || word[1] == '\0') {
      add_input(command, i, language);
      continue;
    }
    const struct driver_option *option = driver_find_option(word);
    if (!option)
      continue;
    size_t length = strlen(option->spelling);
    unsigned separate = word[length] == '\0' ? option->separate_args : 0;
    const char *value = separate == 0 ? word + length : i + 1 < words->count ? words->word[i + 1] : "";
    if (option->effect == SP_EFFECT_LANGUAGE)
      language = value;
    else
      note_option(command, i, option, value, separate == 0);
    i += separate;
  }
}

struct driver_command driver_scan(char **argv) {
  struct driver_command command = {.wants_runtime = true};
  if (!driver_words_expand(&command.given, argv + 1)) {
    command.passthrough = DRIVER_PASS_RESPONSE_FILE;
    return command;
  }
  command.problem = driver_take_own_flags(&command.given, &command.own);
  for (size_t i = 0; i < command.given.count; i++)
    driver_words_add(&command.words, command.given.word[i]);
  command.options_end = command.words.count;
  command.inputs = driver_allocate((command.words.count + 1) * sizeof *command.inputs);
  command.says_more = environment_says_more();
  if (command.words.count > 0 && starts_with(command.words.word[0], "-cc1")) {
    command.passthrough = DRIVER_PASS_FRONTEND;
    return command;
  }
  scan_words(&command);
  for (size_t i = 0; i < command.input_count; i++)
    if (command.inputs[i].is_c &&
        driver_is_host_tool(command.words.word[command.inputs[i].index], &command.words, !command.compile_only))
      pass(&command, DRIVER_PASS_HOST_TOOL);
  if (getenv("CCC_OVERRIDE_OPTIONS"))
    pass(&command, DRIVER_PASS_EDITED);
  if (command.compile_only || command.library || command.bare || command.input_count == 0)
    command.wants_runtime = false;
  // Without a C library and a loader, nothing sets up what a record starts with, the thread's own storage.
  if (command.bare && !command.library && command.c_sources > 0)
    pass(&command, DRIVER_PASS_FREESTANDING);
  if (command.c_sources == 0 && !command.wants_runtime)
    pass(&command, DRIVER_PASS_NO_C_SOURCE);
  return command;
}
