// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#define _GNU_SOURCE
#include "pattern.h"

#include "paths.h"
#include "words.h"

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

static const char *const prefixes[] = {
    [DRIVER_PATTERN_SUBSTRING] = "substring:",
    [DRIVER_PATTERN_GLOB] = "glob:",
    [DRIVER_PATTERN_REGEX] = "regex:",
    [DRIVER_PATTERN_PATH] = "path:",
};

static void split(const char *word, struct driver_pattern *pattern) {
  for (unsigned kind = 0; kind < sizeof prefixes / sizeof *prefixes; kind++) {
    size_t length = strlen(prefixes[kind]);
    if (strncmp(word, prefixes[kind], length) == 0) {
      pattern->kind = kind;
      pattern->text = word + length;
      return;
    }
  }
  pattern->kind = strpbrk(word, "*?[") ? DRIVER_PATTERN_GLOB : DRIVER_PATTERN_SUBSTRING;
  pattern->text = word;
}

bool driver_pattern_has_prefix(const char *word) {
  for (unsigned kind = 0; kind < sizeof prefixes / sizeof *prefixes; kind++)
    if (strncmp(word, prefixes[kind], strlen(prefixes[kind])) == 0)
      return true;
  return false;
}

char *driver_pattern_path(const char *folder, const char *text) {
  char *quoted = driver_allocate(2 * strlen(folder) + 1), *out = quoted;
  for (const char *p = folder; *p; p++) {
    if (strchr("*?[\\", *p))
      *out++ = '\\';
    *out++ = *p;
  }
  char *joined = driver_path_join(quoted, text);
  char *word = driver_format("%s%s", prefixes[DRIVER_PATTERN_PATH], joined);
  free(joined);
  free(quoted);
  return word;
}

// fnmatch takes what it cannot read for something that matches nothing.
static const char *glob_problem(const char *text) {
  for (const char *p = text; *p; p++) {
    if (*p == '\\' && *++p == '\0')
      return "it ends in a backslash";
    if (*p != '[')
      continue;
    const char *first = p + 1 + (p[1] == '!' || p[1] == '^');
    const char *end = *first ? strchr(first + 1, ']') : NULL; // a bracket in the first place is one of the set
    if (!end)
      return "a '[' has no ']'";
    p = end;
  }
  return NULL;
}

static const char *regex_problem(struct driver_pattern *pattern) {
  int error = regcomp(&pattern->regex, pattern->text, REG_EXTENDED | REG_NOSUB);
  if (error == 0)
    return NULL;
  char text[256];
  regerror(error, &pattern->regex, text, sizeof text);
  return driver_format("not a regular expression: %s", text);
}

// Sets what a path pattern stands for, which does not depend on the working directory.
static const char *path_problem(struct driver_pattern *pattern) {
  if (pattern->text[0] != '/') {
    char *folder = driver_path_real(".");
    pattern->text = driver_pattern_path(folder, pattern->text) + strlen(prefixes[DRIVER_PATTERN_PATH]);
    free(folder);
  }
  return glob_problem(pattern->text);
}

const char *driver_pattern_parse(const char *word, struct driver_pattern *pattern) {
  split(word, pattern);
  if (*pattern->text == '\0')
    return "the pattern is empty";
  switch (pattern->kind) {
  case DRIVER_PATTERN_GLOB:
    return glob_problem(pattern->text);
  case DRIVER_PATTERN_REGEX:
    return regex_problem(pattern);
  case DRIVER_PATTERN_PATH:
    return path_problem(pattern);
  default:
    return NULL;
  }
}

// A path stands for the file of that name, and for everything below the folder.
static bool path_matches(const char *text, const char *path) {
  size_t length = strlen(text);
  char *below = driver_format("%s%s", text, length && text[length - 1] == '/' ? "*" : "/*");
  bool matches = fnmatch(text, path, 0) == 0 || fnmatch(below, path, 0) == 0;
  free(below);
  return matches;
}

// By the name that the file has with links in its folder resolved, and by the one that it has without.
static bool file_matches(const char *text, const char *name) {
  char *here = driver_path_real(".");
  char *real = driver_path_of_file(name), *plain = driver_path_join(here, name);
  bool matches = path_matches(text, real) || path_matches(text, plain);
  free(here);
  free(real);
  free(plain);
  return matches;
}

bool driver_pattern_matches(const struct driver_pattern *pattern, const char *name) {
  switch (pattern->kind) {
  case DRIVER_PATTERN_GLOB:
    return fnmatch(pattern->text, name, 0) == 0;
  case DRIVER_PATTERN_REGEX:
    return regexec(&pattern->regex, name, 0, NULL, 0) == 0;
  case DRIVER_PATTERN_PATH:
    return file_matches(pattern->text, name);
  default:
    return strstr(name, pattern->text) != NULL;
  }
}
