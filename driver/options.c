// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "options.h"

const struct sp_option driver_options[] = {
#include "driver/option_table.inc"
};

const size_t driver_option_count = sizeof(driver_options) / sizeof(driver_options[0]);
