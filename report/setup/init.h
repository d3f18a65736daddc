// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The file that `sourceprint init` writes.
#ifndef SOURCEPRINT_REPORT_INIT_H
#define SOURCEPRINT_REPORT_INIT_H

#include "explained.h"

#include <stdbool.h>

#define INIT_FILE "sourceprint.yaml"

struct init_item {
  char *text;    // as it stands in the list; owned
  char *comment; // behind it, or NULL; owned
};

struct init_list {
  struct init_item *items;
  size_t count;
};

// What is to be written; the rest of the keys stand in comments.
struct init_values {
  struct init_list instrument, exclude, exclude_functions;
  const char *granularity; // or NULL
};

void init_list_add(struct init_list *list, const char *text, const char *comment);

// Adds a path that a user gave. Returns NULL, or what is wrong with it.
const char *init_list_add_path(struct init_list *list, const char *path);

void init_values_free(struct init_values *values);

// Writes INIT_FILE into the working directory, whole or not at all, and not over one that is there unless it is forced.
// Returns false after a message.
bool init_write(const struct init_values *values, const struct explained *explained, bool is_forced);

#endif
