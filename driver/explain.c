// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#define _GNU_SOURCE
#include "explain.h"

#include "cache.h"
#include "config.h"
#include "fallback.h"
#include "install.h"
#include "nearest.h"
#include "outcomes.h"
#include "own_flags.h"
#include "pattern.h"
#include "runtime/outcomes.h"
#include "runtime/place.h"
#include "sourceprint_llvm.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

char *driver_explain_field(const char *text) {
  char *field = driver_allocate(2 * strlen(text) + 1), *out = field;
  for (; *text; text++) {
    const char *special = strchr("\t\n\\", *text);
    if (special) {
      *out++ = '\\';
      *out++ = "tn\\"[special - "\t\n\\"];
    } else {
      *out++ = *text;
    }
  }
  return field;
}

static void print_field(const char *text) {
  char *field = driver_explain_field(text ? text : "");
  printf("\t%s", field);
  free(field);
}

// The fields of a line, up to a NULL.
static void print_line(const char *about, const char *const *fields, size_t count) {
  fputs(about, stdout);
  for (size_t i = 0; i < count; i++)
    print_field(fields[i]);
  putchar('\n');
}
#define LINE(about, ...)                                                                                               \
  print_line(about, (const char *const[]){__VA_ARGS__},                                                                \
             sizeof((const char *const[]){__VA_ARGS__}) / sizeof(const char *))

static void explain_keys(const struct driver_config *config, const char *source, const struct driver_words *own) {
  for (size_t i = 0; i < DRIVER_KEY_COUNT; i++) {
    const struct driver_config_key *key = &driver_config_keys[i];
    struct driver_config_choice choice = driver_config_choose(config, source, own, i);
    fputs("key", stdout);
    print_field(driver_config_key_path(i));
    print_field(choice.origin);
    print_field(choice.problem);
    print_field(key->flag || i == DRIVER_KEY_COMPILER ? "1" : "");
    for (size_t k = 0; k < choice.words.count; k++)
      print_field(choice.words.word[k]);
    if (choice.words.count == 0)
      print_field(key->standard);
    putchar('\n');
  }
}

static void explain_schema(void) {
  for (size_t i = 0; i < DRIVER_KEY_COUNT; i++) {
    const struct driver_config_key *key = &driver_config_keys[i];
    LINE("schema", driver_config_key_path(i), key->standard, key->example, key->help,
         key->type == DRIVER_KEY_CHOICE ? driver_own_flag_values(driver_own_flag(key->flag)) : "",
         key->scope == DRIVER_SCOPE_SOURCE ? "1" : "");
  }
}

static void explain_reasons(void) {
#define DRIVER_X(name, word, text, told) LINE("reason", DRIVER_FALLBACK_PREFIX word, text);
  DRIVER_FALLBACKS(DRIVER_X)
#undef DRIVER_X
#define DRIVER_X(name, text) LINE("reason", driver_passthrough_name(DRIVER_PASS_##name), text);
  DRIVER_PASSTHROUGHS(DRIVER_X)
#undef DRIVER_X
  LINE("reason", SP_OUTCOME_SHORT_RUN,
       "a program's rings stayed small, as running programs took all the room for runs");
  LINE("reason", SP_OUTCOME_LOST_RUN, "a program recorded nothing, as no run could be made for it");
}

static void explain_variable(const char *variable, const char *prefix) {
  static const char *const names[] = {
#define SP_SETTING(name, ...) #name,
#include "runtime/settings.def"
#undef SP_SETTING
  };
  const size_t count = sizeof names / sizeof *names, length = strcspn(variable, "=");
  char *name = driver_format("%.*s", (int)(length - strlen(prefix)), variable + strlen(prefix));
  for (size_t i = 0; i < count; i++)
    if (strcmp(name, names[i]) == 0)
      return;
  const char *nearest = driver_nearest(name, names, count);
  LINE("unknown", driver_format("%s%s", prefix, name), nearest ? driver_format("%s%s", prefix, nearest) : "");
}

// Variables with a name of ours that nobody reads.
static void explain_environment(void) {
  static const char *const prefixes[] = {"SOURCEPRINT_", "ASCII_INSTR_SOURCE_PRINT_"};
  for (char **variable = environ; *variable; variable++)
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
      if (strncmp(*variable, prefixes[i], strlen(prefixes[i])) == 0)
        explain_variable(*variable, prefixes[i]);
}

static bool matches_any(const struct driver_words *words, const char *source) {
  struct driver_pattern pattern;
  for (size_t i = 0; i < words->count; i++)
    if (!driver_pattern_parse(words->word[i], &pattern) && driver_pattern_matches(&pattern, source))
      return true;
  return false;
}

// The key that leaves out the source's own text, or NULL.
static const char *leaving_key(const struct driver_config *config, const char *source, const struct driver_words *own) {
  struct driver_config_choice included = driver_config_choose(config, source, own, DRIVER_KEY_INSTRUMENT);
  struct driver_config_choice excluded = driver_config_choose(config, source, own, DRIVER_KEY_EXCLUDE);
  if (!source)
    return NULL;
  if (matches_any(&excluded.words, source))
    return driver_config_keys[DRIVER_KEY_EXCLUDE].name;
  return included.words.count == 0 || matches_any(&included.words, source)
             ? NULL
             : driver_config_keys[DRIVER_KEY_INSTRUMENT].name;
}

// Where rewritten text is kept, or why it is not.
static void explain_cache(const struct driver_config *config) {
  const char *wanted = driver_setting(config, "CACHE_DIR");
  const struct driver_cache cache = driver_cache_open(wanted, driver_setting(config, "CACHE_SIZE"));
  const char *folder = driver_cache_folder(wanted), *problem = "";
  if (!cache.folder)
    problem = cache.limit == 0 ? "switched off" : folder ? "it cannot be made or written" : "there is no HOME";
  LINE("cache", folder, problem);
}

int driver_explain(char **argv) {
  struct driver_command command = driver_scan(argv + 1);
  const char *source = driver_config_source(&command), *problem = NULL;
  const struct driver_config *config = driver_config_near(source);
  const char *compiler = driver_find_compiler(config, &problem);
  struct driver_config_choice choice = driver_config_choose(config, source, &command.own, DRIVER_KEY_COMPILER);
  char folder[PATH_MAX];
  LINE("version", driver_format("%d", SOURCEPRINT_LLVM_MAJOR));
  LINE("compiler", compiler, compiler ? choice.origin : "", problem);
  LINE("part", "instr-rewrite", driver_find_part("instr-rewrite"));
  LINE("part", "sourceprint_rt.o", driver_find_part("sourceprint_rt.o"));
  LINE("runs", sp_runs_folder(folder, sizeof folder) == 0 ? folder : "");
  explain_cache(config);
  LINE("config", config->path, config->problem, config->passed_over, config->misnamed);
  explain_keys(config, source, &command.own);
  explain_schema();
  explain_environment();
  if (command.problem)
    LINE("problem", command.problem);
  LINE("command", source, driver_passthrough_name(command.passthrough), driver_passthrough_text(command.passthrough),
       leaving_key(config, source, &command.own));
  explain_reasons();
  driver_print_outcomes();
  return fflush(stdout) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
