// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef SOURCEPRINT_REPORT_READER_H
#define SOURCEPRINT_REPORT_READER_H

int report_format_version(void);

#endif
