// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "options.h"

#include <stdlib.h>
#include <string.h>

const struct driver_option driver_options[] = {
#include "driver/option_table.inc"
};

const size_t driver_option_count = sizeof(driver_options) / sizeof(driver_options[0]);

static int compare_spelling(const void *word, const void *option) {
  return strcmp(word, ((const struct driver_option *)option)->spelling);
}

unsigned driver_separate_args(const char *word) {
  const struct driver_option *found =
      bsearch(word, driver_options, driver_option_count, sizeof *driver_options, compare_spelling);
  return found ? found->separate_args : 0;
}
