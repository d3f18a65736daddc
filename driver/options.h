// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Which of clang's options take arguments in words of their own. The table is made at build time from clang's own.
#ifndef SOURCEPRINT_DRIVER_OPTIONS_H
#define SOURCEPRINT_DRIVER_OPTIONS_H

#include <stddef.h>

enum driver_option_kind {
  SP_OPT_COMMA_JOINED,
  SP_OPT_JOINED_AND_SEPARATE,
  SP_OPT_JOINED_OR_SEPARATE,
  SP_OPT_MULTI_ARG,
  SP_OPT_REMAINING_ARGS,
  SP_OPT_SEPARATE,
};

struct driver_option {
  const char *spelling;
  enum driver_option_kind kind;
  unsigned separate_args; // words that follow this exact spelling
};

// Sorted by strcmp of the spelling.
extern const struct driver_option driver_options[];
extern const size_t driver_option_count;

// How many words after this one belong to it: 0 for anything but the exact spelling of such an option.
unsigned driver_separate_args(const char *word);

#endif
