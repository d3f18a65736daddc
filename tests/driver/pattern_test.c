// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Patterns that choose files and functions.
#define _GNU_SOURCE
#include "driver/pattern.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

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

Test(pattern, a_path_is_a_file_or_a_folder_whatever_name_it_is_opened_by) {
  char folder[] = "/tmp/pattern_test.XXXXXX", link[64];
  cr_assert(mkdtemp(folder) && chdir(folder) == 0 && mkdir("src", 0700) == 0 && mkdir("src/net", 0700) == 0);
  snprintf(link, sizeof link, "%s/other", folder);
  cr_assert(symlink("src", link) == 0);
  char word[96], name[96];
  snprintf(word, sizeof word, "path:%s/src/net", folder);
  snprintf(name, sizeof name, "%s/src/net/tcp.c", folder);
  cr_assert(matches(word, name));
  cr_assert(matches(word, "src/net/tcp.c"));
  cr_assert(matches(word, "./src/../src/net/tcp.c"));
  cr_assert(matches(word, "other/net/tcp.c"), "through a link");
  cr_assert(matches(word, "src/net"));
  cr_assert_not(matches(word, "src/network/tcp.c"));
  cr_assert_not(matches(word, "src/tcp.c"));
  cr_assert(matches("path:src/net/", "src/net/tcp.c"));
  cr_assert(matches("path:other/net/", "other/net/tcp.c"));
  cr_assert_not(matches("path:src/net/", "src/net"));
  cr_assert(matches("path:src/n*t", "src/net/tcp.c"));
  cr_assert(matches("path:*.c", "src/net/tcp.c"));
  cr_assert_not(matches("path:*.c", "/usr/include/tcp.c"));
  cr_assert(matches("path:.", "src/net/tcp.c"));
  cr_assert(matches("path:../", "src/net/tcp.c"));
  cr_assert(problem_of("path:") != NULL);
  cr_assert(problem_of("path:a[b") != NULL);
  cr_assert(rmdir("src/net") == 0 && rmdir("src") == 0 && unlink("other") == 0 && rmdir(folder) == 0);
}

Test(pattern, a_folder_with_characters_of_globs) {
  struct driver_pattern pattern;
  cr_assert(driver_pattern_parse(driver_pattern_path("/a[1]*/b", "../c?/"), &pattern) == NULL);
  cr_assert(driver_pattern_matches(&pattern, "/a[1]*/cx/y.c"));
  cr_assert_not(driver_pattern_matches(&pattern, "/a1/cx/y.c"));
}
