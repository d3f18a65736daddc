// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#define _GNU_SOURCE
#include "launcher.h"

#include "common/base_name.h"
#include "install.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool ends_with(const char *text, size_t length, const char *end) {
  size_t end_length = strlen(end);
  if (length < end_length || strncmp(text + length - end_length, end, end_length) != 0)
    return false;
  return length == end_length || text[length - end_length - 1] == '-';
}

// The compiler that a program's name stands for, as in x86_64-linux-gnu-gcc-12, or NULL.
static const char *compiler_name(const char *path) {
  static const char *const names[] = {"clang", "clang++", "cc", "c++", "gcc", "g++", "c89", "c99", "tcc", "icx"};
  const char *base = base_name(path);
  size_t length = strlen(base), version = length;
  while (version > 0 && strchr("0123456789.", base[version - 1]))
    version--;
  if (version > 0 && version < length && base[version - 1] == '-')
    length = version - 1;
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (ends_with(base, length, names[i]))
      return names[i];
  return NULL;
}

struct driver_launched driver_find_launched(char **argv) {
  const char *word = argv[0] ? argv[1] : NULL;
  struct driver_launched launched = {0};
  const char *name = word && word[0] != '-' ? compiler_name(word) : NULL;
  // What lies here is an input, whatever it is called.
  if (!name || (!strchr(word, '/') && access(word, F_OK) == 0))
    return launched;
  const char *base = base_name(word);
  launched.is_ourselves = strcmp(base, "instr-cc") == 0;
  if (launched.is_ourselves)
    return launched;
  launched.compiler = driver_find_program(word);
  // cc may be a link to either.
  char resolved[PATH_MAX];
  if (launched.compiler && strcmp(name, "cc") == 0 && realpath(launched.compiler, resolved)) {
    const char *real_name = compiler_name(resolved);
    name = real_name ? real_name : name;
  }
  launched.is_clang = strcmp(name, "clang") == 0;
  launched.is_clangxx = strcmp(name, "clang++") == 0;
  return launched;
}
