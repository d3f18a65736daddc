// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "own_flags.h"

#include <string.h>

#define OWN_PREFIX "-fsourceprint-"

struct own_flag {
  const char *flag, *option;
  const char *values[8];
};

static const struct own_flag flags[] = {
#define DRIVER_X(flag, option, ...) {flag, option, {__VA_ARGS__}},
    DRIVER_OWN_FLAGS(DRIVER_X)
#undef DRIVER_X
};

static const struct own_flag *find_flag(const char *word) {
  for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
    if (strncmp(word, flags[i].flag, strlen(flags[i].flag)) == 0)
      return &flags[i];
  return NULL;
}

static bool has_value(const struct own_flag *flag, const char *value) {
  for (size_t i = 0; flag->values[i]; i++)
    if (strcmp(flag->values[i], value) == 0)
      return true;
  return false;
}

static const char *describe_values(const struct own_flag *flag) {
  const char *text = flag->values[0];
  for (size_t i = 1; flag->values[i]; i++)
    text = driver_format("%s, %s", text, flag->values[i]);
  return text;
}

const char *driver_take_own_flags(struct driver_words *words, struct driver_words *own) {
  struct driver_words rest = {0};
  for (size_t i = 0; i < words->count; i++) {
    const char *word = words->word[i];
    if (strncmp(word, OWN_PREFIX, strlen(OWN_PREFIX)) != 0) {
      driver_words_add(&rest, word);
      continue;
    }
    const struct own_flag *flag = find_flag(word);
    if (!flag)
      return driver_format("unknown argument '%s': there is %s", word, flags[0].flag);
    const char *value = word + strlen(flag->flag);
    if (!has_value(flag, value))
      return driver_format("invalid value '%s' in '%s': it takes %s", value, word, describe_values(flag));
    driver_words_add(own, driver_format("%s%s", flag->option, value));
  }
  if (own->count > 0)
    *words = rest;
  return NULL;
}
