// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What instr-cc says about itself: the lines that driver/explain.h describes.
#ifndef SOURCEPRINT_REPORT_EXPLAINED_H
#define SOURCEPRINT_REPORT_EXPLAINED_H

#include <stdbool.h>
#include <stddef.h>

struct explained_line {
  char **fields; // the first says what the line is about
  size_t count;
};

struct explained {
  char *text; // owned
  struct explained_line *lines;
  size_t count;
};

// Asks the instr-cc beside this program about a command line, count words. Returns false after a message if it does
// not answer.
bool explained_ask(struct explained *explained, char *const *words, size_t count);

// The next line about something, behind a line or, for NULL, from the start; NULL if there is none.
const struct explained_line *explained_next(const struct explained *explained, const char *about,
                                            const struct explained_line *line);

// Field number i, the first being what the line is about; "" where there is none, or no line.
const char *explained_field(const struct explained_line *line, size_t i);

// The line whose field 1 is name, or NULL.
const struct explained_line *explained_find(const struct explained *explained, const char *about, const char *name);

void explained_free(struct explained *explained);

#endif
