// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A growing list of words: a command line. Memory lives until the process ends, which for a compiler driver is soon.
#ifndef SOURCEPRINT_DRIVER_WORDS_H
#define SOURCEPRINT_DRIVER_WORDS_H

#include <stdbool.h>
#include <stddef.h>

struct driver_words {
  const char **word; // count words and a NULL
  size_t count;
  size_t room;
};

void driver_words_add(struct driver_words *words, const char *word);

// malloc and strdup that end the process with one line if memory runs out.
void *driver_allocate(size_t bytes);
char *driver_format(const char *format, ...) __attribute__((format(printf, 1, 2)));

// Adds argv with each @file replaced by the words in it, as clang does: recursively, with quotes and backslashes,
// relative to the working directory. An absent file stays a word. Returns false, with words that are of no use, if a
// file contains itself or cannot be read: then clang, too, gives up.
bool driver_words_expand(struct driver_words *words, char **argv);

#endif
