// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Sets CC and MAKEFLAGS for a build, and warns of a CMake build folder that keeps another compiler.

#define _GNU_SOURCE

#include "build_environment.h"

#include "common/base_name.h"

#include <stdlib.h>
#include <string.h>

// In MAKEFLAGS a blank in a value has a backslash before it, and a dollar is written twice. To be freed.
static char *quote_for_make(const char *value) {
  char *quoted = malloc(2 * strlen(value) + 1);
  char *to = quoted;
  for (; quoted && *value; value++) {
    if (*value == '$')
      *to++ = '$';
    else if (strchr(" \t\\", *value))
      *to++ = '\\';
    *to++ = *value;
  }
  if (quoted)
    *to = 0;
  return quoted;
}

static void set(const char *name, const char *value, FILE *explain, const char *why) {
  setenv(name, value, 1);
  if (explain)
    fprintf(explain, "%s=%s\n    %s\n", name, value, why);
}

void build_environment_set(const char *compiler, FILE *explain) {
  const char *flags = getenv("MAKEFLAGS");
  char *quoted = quote_for_make(compiler);
  char *with_compiler = NULL;
  set("CC", compiler, explain, "for configure, CMake, Meson, and makefiles that leave CC to their caller");
  if (!quoted || asprintf(&with_compiler, "%s%sCC=%s", flags ? flags : "", flags && *flags ? " " : "", quoted) < 0)
    with_compiler = NULL;
  if (with_compiler)
    set("MAKEFLAGS", with_compiler, explain,
        "for makefiles that set CC themselves, as if make were called with CC=...");
  free(with_compiler);
  free(quoted);
}

// The value of a line NAME:TYPE=VALUE of CMake's cache. To be freed; NULL if there is none.
static char *cached(const char *cache, const char *name) {
  FILE *file = fopen(cache, "re");
  char *line = NULL, *value = NULL;
  size_t room = 0;
  while (file && !value && getline(&line, &room, file) > 0) {
    const char *equals = strchr(line, '=');
    if (equals && strncmp(line, name, strlen(name)) == 0 && line[strlen(name)] == ':')
      value = strndup(equals + 1, strcspn(equals + 1, "\n"));
  }
  free(line);
  if (file)
    fclose(file);
  return value;
}

// The folder that was made before and that the command builds in.
static const char *build_folder(char *const *argv) {
  const char *program = base_name(argv[0]);
  if (strcmp(program, "cmake") == 0)
    return argv[1] && strcmp(argv[1], "--build") == 0 ? argv[2] : NULL;
  const bool is_ninja = strcmp(program, "ninja") == 0;
  if (!is_ninja && strcmp(program, "make") != 0)
    return NULL;
  for (char *const *word = argv + 1; *word; word++)
    if (strncmp(*word, "-C", 2) == 0)
      return (*word)[2] ? *word + 2 : word[1];
  return ".";
}

bool build_environment_check(char *const *argv, const char *compiler, const char *command) {
  const char *folder = build_folder(argv);
  char *cache = NULL, *chosen = NULL, *chosen_file = NULL, *own_file = realpath(compiler, NULL);
  bool is_fine = true;
  if (folder && asprintf(&cache, "%s/CMakeCache.txt", folder) >= 0)
    chosen = cached(cache, "CMAKE_C_COMPILER");
  if (chosen && own_file) {
    chosen_file = realpath(chosen, NULL);
    is_fine = chosen_file && strcmp(chosen_file, own_file) == 0;
  }
  if (!is_fine)
    fprintf(stderr,
            "%s: %s was made for the compiler %s, which CMake keeps; make a new build folder, as by "
            "'sourceprint build -- cmake -B NEW-FOLDER', and build there\n",
            command, folder, chosen);
  free(cache);
  free(chosen);
  free(chosen_file);
  free(own_file);
  return is_fine;
}
