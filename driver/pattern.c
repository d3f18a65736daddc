// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "pattern.h"

#include "words.h"

#include <fnmatch.h>
#include <string.h>

static const char *const prefixes[] = {
    [DRIVER_PATTERN_SUBSTRING] = "substring:",
    [DRIVER_PATTERN_GLOB] = "glob:",
    [DRIVER_PATTERN_REGEX] = "regex:",
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

const char *driver_pattern_parse(const char *word, struct driver_pattern *pattern) {
  split(word, pattern);
  if (*pattern->text == '\0')
    return "the pattern is empty";
  switch (pattern->kind) {
  case DRIVER_PATTERN_GLOB:
    return glob_problem(pattern->text);
  case DRIVER_PATTERN_REGEX:
    return regex_problem(pattern);
  default:
    return NULL;
  }
}

bool driver_pattern_matches(const struct driver_pattern *pattern, const char *name) {
  switch (pattern->kind) {
  case DRIVER_PATTERN_GLOB:
    return fnmatch(pattern->text, name, 0) == 0;
  case DRIVER_PATTERN_REGEX:
    return regexec(&pattern->regex, name, 0, NULL, 0) == 0;
  default:
    return strstr(name, pattern->text) != NULL;
  }
}
