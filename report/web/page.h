// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The files of the page, in the program; made of report/web/page by report/web/embed.
#ifndef SOURCEPRINT_REPORT_WEB_H
#define SOURCEPRINT_REPORT_WEB_H

#include <stddef.h>

struct web_file {
  const char *name;
  const char *type;
  const unsigned char *content;
  size_t bytes;
};

extern const struct web_file web_files[];
extern const size_t web_file_count;

#endif
