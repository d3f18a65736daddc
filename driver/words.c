// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#define _GNU_SOURCE
#include "words.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void out_of_memory(void) {
  fputs("instr-cc: error: out of memory\n", stderr);
  exit(1);
}

void *driver_allocate(size_t bytes) {
  void *memory = calloc(1, bytes);
  if (!memory)
    out_of_memory();
  return memory;
}

char *driver_format(const char *format, ...) {
  char *text = NULL;
  va_list arguments;
  va_start(arguments, format);
  int length = vasprintf(&text, format, arguments);
  va_end(arguments);
  if (length < 0)
    out_of_memory();
  return text;
}

void driver_words_add(struct driver_words *words, const char *word) {
  if (words->count + 1 >= words->room) {
    words->room = words->room ? words->room * 2 : 64;
    words->word = realloc(words->word, words->room * sizeof *words->word);
    if (!words->word)
      out_of_memory();
  }
  words->word[words->count++] = word;
  words->word[words->count] = NULL;
}

static char *read_file(const char *path) {
  FILE *file = fopen(path, "re");
  if (!file)
    return NULL;
  char *text = NULL;
  size_t length = 0, room = 0;
  do {
    room = room ? room * 2 : 4096;
    text = realloc(text, room + 1);
    if (!text)
      out_of_memory();
    length += fread(text + length, 1, room - length, file);
  } while (length == room);
  int failed = ferror(file);
  fclose(file);
  if (failed) {
    free(text);
    return NULL;
  }
  text[length] = '\0';
  return text;
}

// Takes one word off *text in the way of the GNU tools: white space separates, quotes join, a backslash protects the
// next character, also inside double quotes. Returns NULL at the end.
static char *next_word(const char **text) {
  const char *p = *text;
  while (*p && strchr(" \t\n\r\v\f", *p))
    p++;
  if (!*p)
    return NULL;
  char *word = driver_allocate(strlen(p) + 1), *out = word;
  char quote = '\0';
  for (; *p && (quote || !strchr(" \t\n\r\v\f", *p)); p++) {
    if (*p == '\\' && quote != '\'' && p[1])
      *out++ = *++p;
    else if (quote ? *p == quote : *p == '"' || *p == '\'')
      quote = quote ? '\0' : *p;
    else
      *out++ = *p;
  }
  *text = p;
  return word;
}

// The response files that are being read, the innermost first.
struct reading {
  const char *path;
  const struct reading *outer;
};

static bool is_being_read(const char *path, const struct reading *files) {
  struct stat inner, outer;
  if (!files || stat(path, &inner) != 0)
    return false;
  for (; files; files = files->outer)
    if (stat(files->path, &outer) == 0 && inner.st_dev == outer.st_dev && inner.st_ino == outer.st_ino)
      return true;
  return false;
}

static bool expand(struct driver_words *words, const char *word, const struct reading *outer) {
  bool is_file = word[0] == '@';
  if (is_file && is_being_read(word + 1, outer))
    return false;
  char *text = is_file ? read_file(word + 1) : NULL;
  if (!text) {
    driver_words_add(words, word);
    return !is_file || (word[1] && access(word + 1, F_OK) != 0);
  }
  const char *mark = "\xef\xbb\xbf"; // of UTF-8, which is no part of the text
  const char *rest = strncmp(text, mark, strlen(mark)) == 0 ? text + strlen(mark) : text;
  struct reading this = {.path = word + 1, .outer = outer};
  bool good = true;
  for (char *inner; good && (inner = next_word(&rest)) != NULL;)
    good = expand(words, inner, &this);
  free(text); // NOLINT(clang-analyzer-unix.Malloc): words live as long as the process
  return good;
}

bool driver_words_expand(struct driver_words *words, char **argv) {
  bool good = true;
  for (; good && *argv; argv++)
    good = expand(words, *argv, NULL);
  return good;
}
