// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "format.h"

__attribute__((visibility("default"))) const int sp_format_version = SP_FORMAT_VERSION;
