// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "own_flags.h"

#include "pattern.h"

#include <string.h>

#define OWN_PREFIX "-fsourceprint-"

static const struct driver_own_flag flags[] = {
#define DRIVER_X(flag, option, ...) {flag, option, {__VA_ARGS__}},
    DRIVER_OWN_FLAGS(DRIVER_X)
#undef DRIVER_X
#define DRIVER_X(flag, option) {flag, option, {NULL}},
        DRIVER_PATTERN_FLAGS(DRIVER_X)
#undef DRIVER_X
};

const struct driver_own_flag *driver_own_flag(const char *word) {
  for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
    if (strncmp(word, flags[i].flag, strlen(flags[i].flag)) == 0)
      return &flags[i];
  return NULL;
}

const char *driver_own_flag_values(const struct driver_own_flag *flag) {
  const char *text = flag->values[0];
  for (size_t i = 1; flag->values[i]; i++)
    text = driver_format("%s, %s", text, flag->values[i]);
  return text;
}

static const char *describe_flags(void) {
  const char *text = flags[0].flag;
  for (size_t i = 1; i < sizeof flags / sizeof *flags; i++)
    text = driver_format("%s, %s", text, flags[i].flag);
  return text;
}

const char *driver_own_flag_problem(const struct driver_own_flag *flag, const char *value) {
  if (!flag->values[0]) {
    struct driver_pattern pattern;
    return driver_pattern_parse(value, &pattern);
  }
  for (size_t i = 0; flag->values[i]; i++)
    if (strcmp(flag->values[i], value) == 0)
      return NULL;
  return driver_format("it takes %s", driver_own_flag_values(flag));
}

static void add_option(struct driver_words *own, const struct driver_own_flag *flag, const char *value) {
  const char *option = driver_format("%s%s", flag->option, value);
  for (size_t i = 0; i < own->count && flag->values[0]; i++)
    if (strncmp(own->word[i], flag->option, strlen(flag->option)) == 0) {
      own->word[i] = option;
      return;
    }
  driver_words_add(own, option);
}

// The spelling of ascii-chat's own tool, in which each flag adds a kind of record.
static bool take_original_spelling(struct driver_words *own, const char *word) {
  static const char *const kinds[] = {"invocation", "expansion"};
  const struct driver_own_flag *macros = driver_own_flag("-fsourceprint-macros=");
  for (size_t i = 0; i < 2; i++) {
    if (strcmp(word, driver_format("--log-macro-%ss", kinds[i])) != 0)
      continue;
    const char *other = driver_format("%s%s", macros->option, kinds[1 - i]);
    bool is_second = false;
    for (size_t k = 0; k < own->count; k++)
      is_second |= strcmp(own->word[k], other) == 0;
    add_option(own, macros, is_second ? "both" : kinds[i]);
    return true;
  }
  return false;
}

const char *driver_take_own_flags(struct driver_words *words, struct driver_words *own) {
  struct driver_words rest = {0};
  for (size_t i = 0; i < words->count; i++) {
    const char *word = words->word[i];
    if (take_original_spelling(own, word))
      continue;
    if (strncmp(word, OWN_PREFIX, strlen(OWN_PREFIX)) != 0) {
      driver_words_add(&rest, word);
      continue;
    }
    const struct driver_own_flag *flag = driver_own_flag(word);
    if (!flag)
      return driver_format("unknown argument '%s': there are %s", word, describe_flags());
    const char *value = word + strlen(flag->flag);
    const char *problem = driver_own_flag_problem(flag, value);
    if (problem)
      return driver_format("invalid value '%s' in '%s': %s", value, word, problem);
    add_option(own, flag, value);
  }
  if (own->count > 0)
    *words = rest;
  return NULL;
}
