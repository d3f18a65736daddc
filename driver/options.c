// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "options.h"

#include <stdlib.h>
#include <string.h>

#include "driver/option_table.inc"

const struct driver_option *driver_find_option(const char *word) {
  // The first that sorts behind the word; what the word begins with is before it, the longest first.
  size_t first = 0, last = driver_option_count;
  while (first < last) {
    size_t middle = first + (last - first) / 2;
    if (strcmp(driver_options[middle].spelling, word) <= 0)
      first = middle + 1;
    else
      last = middle;
  }
  while (first-- > 0) {
    const struct driver_option *option = &driver_options[first];
    size_t length = strlen(option->spelling);
    if (strncmp(option->spelling, word, length) == 0 && (option->joined || word[length] == '\0'))
      return option;
    if (strncmp(option->spelling, word, 2) != 0)
      return NULL;
  }
  return NULL;
}

static int compare_name(const void *name, const void *type) {
  return strcmp(name, ((const struct driver_input_type *)type)->name);
}

enum driver_input_kind driver_input_kind(const char *name, const char *language) {
  const struct driver_input_type *type;
  if (strcmp(language, "none") != 0) {
    type = bsearch(language, driver_languages, driver_languages_count, sizeof *driver_languages, compare_name);
    return type ? type->kind : SP_INPUT_OTHER_SOURCE;
  }
  const char *dot = strrchr(name, '.');
  if (!dot || strchr(dot, '/'))
    return SP_INPUT_OBJECT;
  type = bsearch(dot + 1, driver_extensions, driver_extensions_count, sizeof *driver_extensions, compare_name);
  return type ? type->kind : SP_INPUT_OBJECT;
}
