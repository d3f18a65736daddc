// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "reader.h"

#include "runtime/format.h"

int report_format_version(void) { return SP_FORMAT_VERSION; }
