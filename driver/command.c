// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#define _GNU_SOURCE
#include "command.h"

#include "options.h"
#include "own_flags.h"

#include <ctype.h>
#include <stdint.h>
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

// A flag that changes what is made of the command as a whole. A trailing '*' stands for any rest.
struct flag {
  const char *pattern;
  enum driver_passthrough reason;
};

static const struct flag passthrough_flags[] = {
    {"-###", DRIVER_PASS_PRINT_ONLY},
    {"--analyze", DRIVER_PASS_NO_OBJECT},
    {"--help*", DRIVER_PASS_PRINT_ONLY},
    {"--precompile", DRIVER_PASS_NO_OBJECT},
    {"--print-*", DRIVER_PASS_PRINT_ONLY},
    {"--target-help", DRIVER_PASS_PRINT_ONLY},
    {"--version", DRIVER_PASS_PRINT_ONLY},
    {"-E", DRIVER_PASS_NO_OBJECT},
    {"-M", DRIVER_PASS_NO_OBJECT},
    {"-MM", DRIVER_PASS_NO_OBJECT},
    {"-S", DRIVER_PASS_NO_OBJECT},
    {"-dump*", DRIVER_PASS_PRINT_ONLY},
    {"-emit-ast", DRIVER_PASS_NO_OBJECT},
    {"-emit-llvm", DRIVER_PASS_NO_OBJECT},
    {"-ffreestanding", DRIVER_PASS_FREESTANDING},
    {"-fplugin=*", DRIVER_PASS_PLUGIN},
    {"-fsyntax-only", DRIVER_PASS_NO_OBJECT},
    {"-mcmodel=kernel", DRIVER_PASS_FREESTANDING},
    {"-print-*", DRIVER_PASS_PRINT_ONLY},
};

static bool matches(const char *word, const char *pattern) {
  size_t length = strlen(pattern);
  if (pattern[length - 1] == '*')
    return strncmp(word, pattern, length - 1) == 0;
  return strcmp(word, pattern) == 0;
}

static enum driver_passthrough flag_passthrough(const char *word) {
  for (size_t i = 0; i < sizeof passthrough_flags / sizeof *passthrough_flags; i++)
    if (matches(word, passthrough_flags[i].pattern))
      return passthrough_flags[i].reason;
  return DRIVER_PASS_NONE;
}

#if defined __x86_64__
#define NATIVE_MACHINE "x86_64"
#elif defined __aarch64__
#define NATIVE_MACHINE "aarch64"
#else
#define NATIVE_MACHINE "?" // no other has been tried: with a named target there is no runtime
#endif

// Links that get no runtime: it belongs into executables, once, and is an object for one machine. value: the word that
// follows, or "".
static bool forbids_runtime(const char *word, const char *value) {
  static const char *const words[] = {"-shared",        "--shared", "-r",   "-nostdlib", "--no-standard-libraries",
                                      "-nodefaultlibs", "-nolibc",  "-m16", "-m32",      "-mx32"};
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (strcmp(word, words[i]) == 0)
      return true;
  const char *target = starts_with(word, "--target=") ? word + strlen("--target=") : NULL;
  if (strcmp(word, "-target") == 0)
    target = value;
  return target && !starts_with(target, NATIVE_MACHINE "-");
}

// Programs that configure scripts compile to learn about the machine, by the names that these tools give them.
static bool is_probe(const char *source) {
  const char *base = strrchr(source, '/');
  base = base ? base + 1 : source;
  if (starts_with(base, "conftest.") || starts_with(base, "sanitycheckc."))
    return true;
  if (strstr(source, "meson-private/"))
    return true;
  char folder[4096];
  if (!getcwd(folder, sizeof folder))
    return false;
  return strstr(folder, "/CMakeFiles/CMakeTmp") || strstr(folder, "/CMakeFiles/CMakeScratch") ||
         strstr(folder, "/meson-private/") || strstr(source, "/CMakeFiles/CMakeScratch/");
}

static void classify(struct driver_input *input, const char *word, const char *language) {
  const char *dot = strrchr(word, '.');
  const char *extension = dot && !strchr(dot, '/') ? dot + 1 : "";
  if (language && strcmp(language, "none") != 0) {
    input->is_source = true;
    input->is_c = strcmp(language, "c") == 0;
    return;
  }
  static const char *const others[] = {"i", "ii", "cc", "cp",  "cxx", "cpp", "c++", "C", "CPP", "m", "mm",
                                       "s", "S",  "sx", "asm", "ll",  "bc",  "cu",  "h", "hh",  "cl"};
  input->is_c = strcmp(extension, "c") == 0;
  input->is_source = input->is_c;
  for (size_t i = 0; i < sizeof others / sizeof *others; i++)
    input->is_source |= strcmp(extension, others[i]) == 0;
}

static void add_input(struct driver_command *command, size_t index, const char *language) {
  const char *word = command->words.word[index];
  struct driver_input *input = &command->inputs[command->input_count++];
  input->index = index;
  classify(input, word, language);
  if (!input->is_c)
    return;
  command->c_sources++;
  if (strcmp(word, "-") == 0 || strcmp(word, "/dev/stdin") == 0)
    command->passthrough = DRIVER_PASS_STANDARD_INPUT;
  else if (is_probe(word))
    command->passthrough = DRIVER_PASS_PROBE;
}

// Takes note of an option. value: the word that follows it, or "".
static void note_option(struct driver_command *command, const char *word, const char *value) {
  if (strcmp(word, "-c") == 0)
    command->compile_only = true;
  else if (strcmp(word, "-o") == 0)
    command->output = value;
  else if (starts_with(word, "-o") && !starts_with(word, "-obj"))
    command->output = word + 2;
  else if (strcmp(word, "-MD") == 0 || strcmp(word, "-MMD") == 0)
    command->dependencies = true;
  else if (starts_with(word, "-MF"))
    command->dependency_file = true;
  else if (starts_with(word, "-MT") || starts_with(word, "-MQ"))
    command->dependency_name = true;
  else if (strcmp(word, "-v") == 0)
    command->verbose = true;
  else if (strcmp(word, "-Xclang") == 0 && strcmp(value, "-load") == 0)
    command->passthrough = DRIVER_PASS_PLUGIN;
  if (forbids_runtime(word, value))
    command->wants_runtime = false;
  if (command->passthrough == DRIVER_PASS_NONE)
    command->passthrough = flag_passthrough(word);
}

static void scan_words(struct driver_command *command) {
  const struct driver_words *words = &command->words;
  const char *language = NULL;
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
    unsigned separate = driver_separate_args(word);
    const char *value = separate > 0 && i + 1 < words->count ? words->word[i + 1] : "";
    if (starts_with(word, "-x") && (word[2] == '\0' || separate == 0)) {
      language = word[2] ? word + 2 : value;
      if (command->language_word == SIZE_MAX)
        command->language_word = i;
    } else {
      note_option(command, word, value);
    }
    i += separate;
  }
}

struct driver_command driver_scan(char **argv) {
  struct driver_command command = {.language_word = SIZE_MAX, .wants_runtime = true};
  driver_words_expand(&command.words, argv + 1);
  command.problem = driver_take_own_flags(&command.words, &command.own);
  command.options_end = command.words.count;
  command.inputs = driver_allocate((command.words.count + 1) * sizeof *command.inputs);
  if (command.words.count > 0 && starts_with(command.words.word[0], "-cc1")) {
    command.passthrough = DRIVER_PASS_FRONTEND;
    return command;
  }
  scan_words(&command);
  if (command.compile_only || command.input_count == 0)
    command.wants_runtime = false;
  // A compile would tell of our own commands; a link has nothing to hide but the runtime.
  if (command.passthrough == DRIVER_PASS_NONE && command.verbose && (command.c_sources > 0 || !command.wants_runtime))
    command.passthrough = DRIVER_PASS_PRINT_ONLY;
  if (command.passthrough == DRIVER_PASS_NONE && command.c_sources == 0 && !command.wants_runtime)
    command.passthrough = DRIVER_PASS_NO_C_SOURCE;
  return command;
}
