// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef SOURCEPRINT_DRIVER_OPTIONS_H
#define SOURCEPRINT_DRIVER_OPTIONS_H

#include <stddef.h>

enum sp_option_kind {
  SP_OPT_COMMA_JOINED,
  SP_OPT_JOINED_AND_SEPARATE,
  SP_OPT_JOINED_OR_SEPARATE,
  SP_OPT_MULTI_ARG,
  SP_OPT_REMAINING_ARGS,
  SP_OPT_SEPARATE,
};

struct sp_option {
  const char *spelling;
  enum sp_option_kind kind;
  unsigned separate_args;
};

extern const struct sp_option driver_options[];
extern const size_t driver_option_count;

#endif
