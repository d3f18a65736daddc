// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef SOURCEPRINT_SOURCEPRINT_H
#define SOURCEPRINT_SOURCEPRINT_H

#define SOURCEPRINT_VERSION "0.1.0"

#endif
