// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Patterns that choose files and functions.
#include "driver/pattern.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

static bool matches(const char *word, const char *name) {
  struct driver_pattern pattern;
  const char *problem = driver_pattern_parse(word, &pattern);
  cr_assert(problem == NULL, "%s: %s", word, problem ? problem : "");
  return driver_pattern_matches(&pattern, name);
}

static const char *problem_of(const char *word) {
  struct driver_pattern pattern;
  return driver_pattern_parse(word, &pattern);
}

Test(pattern, plain_text_is_a_substring) {
  cr_assert(matches("net", "src/net/tcp.c"));
  cr_assert(matches("tcp.c", "src/net/tcp.c"));
  cr_assert_not(matches("tcpXc", "src/net/tcp.c"));
  cr_assert_not(matches("tcp.c", "src/net/tcpxc"));
}

Test(pattern, a_glob_is_for_the_whole_name) {
  cr_assert(matches("src/*.c", "src/net/tcp.c"));
  cr_assert_not(matches("net/*.c", "src/net/tcp.c"));
  cr_assert(matches("*/tcp.?", "src/net/tcp.c"));
  cr_assert(matches("on_[a-z]*", "on_int"));
  cr_assert_not(matches("[!o]*", "on_int"));
  cr_assert(matches("glob:main", "main"));
  cr_assert_not(matches("glob:main", "main_loop"));
  cr_assert(matches("[]]", "]"));
}

Test(pattern, a_regex_is_found_anywhere) {
  cr_assert(matches("regex:^(get|set)_", "set_name"));
  cr_assert_not(matches("regex:^(get|set)_", "reset_name"));
  cr_assert(matches("regex:tcp\\.c$", "src/net/tcp.c"));
}

Test(pattern, a_prefix_makes_any_text_a_substring) {
  cr_assert(matches("substring:a[1", "data[1].c"));
  cr_assert(matches("substring:regex:", "regex:x"));
  cr_assert_not(matches("substring:*", "abc"));
}

Test(pattern, malformed_ones) {
  cr_assert(problem_of("") != NULL);
  cr_assert(problem_of("regex:") != NULL);
  cr_assert(problem_of("glob:") != NULL);
  cr_assert(problem_of("regex:*a{2,1}") != NULL);
  cr_assert(strstr(problem_of("a[b"), "'['") != NULL);
  cr_assert(strstr(problem_of("*[]"), "'['") != NULL);
  cr_assert(strstr(problem_of("*\\"), "backslash") != NULL);
}
