// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What decides on a rewriting, but for the files that the source includes: its text, the words of the command, the
// working directory, the tools themselves, and what clang asks its environment about files and about the terminal that
// its words go to.
#define _GNU_SOURCE
#include "cache.h"

#include "hash.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

// To be counted up when results of before must not be used any more.
#define CACHE_FORMAT "sourceprint rewritten text 1"

static const char *const variables[] = {
    "CCC_ADD_ARGS",
    "CCC_OVERRIDE_OPTIONS",
    "CLANG_CONFIG_FILE_SYSTEM_DIR",
    "CLANG_CONFIG_FILE_USER_DIR",
    "CLANG_NO_DEFAULT_CONFIG",
    "CLICOLOR",
    "CLICOLOR_FORCE",
    "COLORTERM",
    "COLUMNS",
    "COMPILER_PATH",
    "CPATH",
    "C_INCLUDE_PATH",
    "GCC_EXEC_PREFIX",
    "HOME", // clang looks there for its configuration
    "NO_COLOR",
    "SOURCE_DATE_EPOCH",
    "TERM",
};

static void add_program(FILE *text, const char *path) {
  struct stat status;
  if (stat(path, &status) == 0)
    fprintf(text, "%ju %ju %jd.%09ld", (uintmax_t)status.st_ino, (uintmax_t)status.st_size,
            (intmax_t)status.st_mtim.tv_sec, status.st_mtim.tv_nsec);
  fputc('\0', text);
}

// The rewriter is the first word; the real compiler follows the first "--".
static void add_words(FILE *text, const struct driver_words *words) {
  add_program(text, words->word[0]);
  for (size_t i = 0; i + 1 < words->count; i++)
    if (strcmp(words->word[i], "--") == 0) {
      add_program(text, words->word[i + 1]);
      break;
    }
  for (size_t i = 0; i < words->count; i++)
    fprintf(text, "%s%c", words->word[i], '\0');
}

// The working directory, and the name for it that clang writes down: that of the environment if it is right.
static void add_folder(FILE *text) {
  char folder[PATH_MAX];
  struct stat here, named;
  const char *name = getenv("PWD");
  if (!getcwd(folder, sizeof folder))
    folder[0] = '\0';
  const bool is_right = name && name[0] == '/' && stat(name, &named) == 0 && stat(".", &here) == 0 &&
                        named.st_dev == here.st_dev && named.st_ino == here.st_ino;
  fprintf(text, "%s%c%s%c", folder, '\0', is_right ? name : folder, '\0');
}

static void add_surroundings(FILE *text) {
  add_folder(text);
  for (size_t i = 0; i < sizeof variables / sizeof *variables; i++) {
    const char *value = getenv(variables[i]);
    fprintf(text, "%s%s%c", value ? "=" : "", value ? value : "", '\0');
  }
  struct winsize window = {0};
  bool terminal = isatty(STDERR_FILENO);
  if (terminal && ioctl(STDERR_FILENO, TIOCGWINSZ, &window) != 0)
    window.ws_col = 0;
  fprintf(text, "%d %u", terminal, window.ws_col);
}

const char *driver_cache_key(const struct driver_words *words, const char *source) {
  struct driver_hash hash;
  struct stat status;
  if (!driver_hash_file(source, &hash, &status))
    return NULL;
  char *bytes = NULL;
  size_t count = 0;
  FILE *text = open_memstream(&bytes, &count);
  if (!text)
    return NULL;
  fprintf(text, "%s%c%s%c", CACHE_FORMAT, '\0', hash.digits, '\0');
  add_words(text, words);
  add_surroundings(text);
  if (fclose(text) != 0)
    return NULL;
  hash = driver_hash_bytes(bytes, count);
  free(bytes);
  return driver_format("%s", hash.digits);
}
