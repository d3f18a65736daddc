// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Globs and regular expressions: what they stand for, and the same as libc's on many random ones.
#define _GNU_SOURCE
#include "runtime/match.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <fnmatch.h>
#include <regex.h>
#include <stdio.h>
#include <string.h>

static struct sp_regex regex;

static bool found(const char *pattern, const char *text) {
  const char *error = sp_regex_compile(&regex, pattern);
  cr_assert(eq(ptr, (void *)error, NULL), "%s: %s", pattern, error);
  return sp_regex_matches(&regex, text);
}

Test(match, regular_expressions) {
  cr_assert(found("", ""));
  cr_assert(found("net", "lib/network.c"));
  cr_assert_not(found("^net", "lib/network.c"));
  cr_assert(found("^lib/.*\\.c$", "lib/network.c"));
  cr_assert_not(found("^lib/.*\\.c$", "lib/network.cc"));
  cr_assert(found("^(send|recv)_[a-z]+$", "recv_frame"));
  cr_assert_not(found("^(send|recv)_[a-z]+$", "recv_"));
  cr_assert(found("^(a|b|c|)d$", "d"));
  cr_assert(found("^(a|b|c)d$", "bd"));
  cr_assert(found("^[^/]+$", "main.c"));
  cr_assert_not(found("^[^/]+$", "src/main.c"));
  cr_assert(found("^[]a-]+$", "a-]"));
  cr_assert(found("^[[:alnum:]_]+$", "f_1"));
  cr_assert(found("^x{2,3}$", "xxx"));
  cr_assert_not(found("^x{2,3}$", "xxxx"));
  cr_assert_not(found("^x{2,3}$", "x"));
  cr_assert(found("^x{0,2}y$", "y"));
  cr_assert(found("^x{0}y$", "y"));
  cr_assert(found("^(ab){2,}$", "ababab"));
  cr_assert(found("\\*\\.c\\|", "*.c|"));
  cr_assert(found("\xc3\xa4+", "z\xc3\xa4hler"));
}

// A backtracking search would take 2^60 steps.
Test(match, no_expression_takes_long, .timeout = 20) {
  char text[2001];
  memset(text, 'a', sizeof text - 1);
  text[sizeof text - 1] = '\0';
  cr_assert_not(found("^(a|a)*b$", text));
  cr_assert_not(found("^((a*)*)*b$", text));
  cr_assert_not(found("^a{0,60}a{60}b", text));
}

Test(match, wrong_expressions_are_refused) {
  static const char *const wrong[] = {"(",       "a)",     "[",       "[a", "[b-a]", "[[:no:]]",
                                      "[[.a.]]", "*a",     "a|*",     "(+", "a{",    "a{x}",
                                      "a{2,1}",  "a{256}", "a{1",     "\\", "\\d",   "a{,3}",
                                      "?",       "a{1,x}", "[[=a=]]", "((", "[]",    "a{9999999999}"};
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
    cr_assert(ne(ptr, (void *)sp_regex_compile(&regex, wrong[i]), NULL), "%s", wrong[i]);
  cr_assert(ne(ptr, (void *)sp_regex_compile(&regex, "((a{200}){200}){200}"), NULL));
  char deep[101];
  memset(deep, '(', 50);
  memset(deep + 50, ')', 50);
  deep[100] = '\0';
  cr_assert(ne(ptr, (void *)sp_regex_compile(&regex, deep), NULL));
  // As many sets as there can be, and one more.
  char sets[4 * SP_REGEX_SETS + 4] = "";
  for (unsigned i = 0; i < SP_REGEX_SETS; i++)
    strcat(sets, "[a]");
  cr_assert(eq(ptr, (void *)sp_regex_compile(&regex, sets), NULL));
  cr_assert(ne(ptr, (void *)sp_regex_compile(&regex, strcat(sets, "[a]")), NULL));
}

Test(match, globs) {
  cr_assert(sp_glob_matches("*", ""));
  cr_assert(sp_glob_matches("src/*.c", "src/net/tcp.c"));
  cr_assert_not(sp_glob_matches("src/*.c", "src/net/tcp.h"));
  cr_assert(sp_glob_matches("send_?[0-9]*x", "send_a7_x_x"));
  cr_assert_not(sp_glob_matches("send_?", "send_"));
  cr_assert(sp_glob_matches("[!a-c]", "d"));
  cr_assert_not(sp_glob_matches("[^a-c]", "b"));
  cr_assert(sp_glob_matches("\\*a\\[", "*a["));
  cr_assert_not(sp_glob_matches("\\*a", "xa"));
  cr_assert(sp_glob_is_sound("a[b]*"));
  cr_assert_not(sp_glob_is_sound("a[b"));
  cr_assert_not(sp_glob_is_sound("a\\"));
  cr_assert(sp_glob_is_one("a?"));
  cr_assert_not(sp_glob_is_one("a.c"));
}

// xorshift (George Marsaglia, 2003): the same numbers in each run.
static uint32_t state = 2463534242u;

static uint32_t any(uint32_t below) {
  state ^= state << 13;
  state ^= state >> 17;
  state ^= state << 5;
  return state % below;
}

static void make_text(char *out, const char *characters, size_t most) {
  size_t length = any((uint32_t)most + 1);
  for (size_t i = 0; i < length; i++)
    out[i] = characters[any((uint32_t)strlen(characters))];
  out[length] = '\0';
}

// Writes an expression of at most `depth` levels. Anchors are only in the outermost, as glibc repeats them wrongly.
static void make_regex(char *out, int depth, bool is_outer) {
  static const char *const atoms[] = {"a", "b", "c", ".", "[ab]", "[^a]", "[a-c]", "\\.", "[[:alpha:]]", "^", "$"};
  static const char *const signs[] = {"", "", "", "*", "+", "?", "{2}", "{0,2}", "{1,3}", "{1,}", "{0}"};
  out[0] = '\0';
  for (uint32_t i = any(4) + 1; i > 0; i--) {
    uint32_t atom = any(13);
    if (atom < 9 || (atom < 11 && is_outer)) {
      strcat(out, atoms[atom]);
      if (atom >= 9) // a repeated anchor is undefined
        continue;
    } else if (depth > 0) {
      char inner[2048];
      make_regex(inner, depth - 1, false);
      strcat(strcat(strcat(out, "("), inner), ")");
    } else {
      continue;
    }
    strcat(out, signs[any(11)]);
  }
  if (depth > 0 && any(3) == 0) {
    char other[2048];
    make_regex(other, depth - 1, is_outer);
    strcat(strcat(out, "|"), other);
  }
}

Test(match, regular_expressions_are_those_of_libc, .timeout = 120) {
  int compared = 0, positive = 0;
  for (int i = 0; i < 20000; i++) {
    char pattern[8192], text[16];
    make_regex(pattern, 2, true);
    if (strlen(pattern) > 60)
      continue;
    regex_t wanted;
    if (regcomp(&wanted, pattern, REG_EXTENDED | REG_NOSUB) != 0)
      continue;
    const char *error = sp_regex_compile(&regex, pattern);
    cr_assert(eq(ptr, (void *)error, NULL), "%s: %s", pattern, error);
    for (int k = 0; k < 10; k++) {
      make_text(text, "abc.", 8);
      bool expected = regexec(&wanted, text, 0, NULL, 0) == 0;
      cr_assert(eq(int, sp_regex_matches(&regex, text), expected), "/%s/ in '%s': %d", pattern, text, expected);
      compared++;
      positive += expected;
    }
    regfree(&wanted);
  }
  cr_assert(gt(int, positive, 20000));
  cr_assert(gt(int, compared - positive, 20000));
}

Test(match, globs_are_those_of_libc, .timeout = 60) {
  int positive = 0;
  for (int i = 0; i < 300000; i++) {
    char glob[16], text[16];
    make_text(glob, "ab*?[]!-", 7);
    make_text(text, "ab[]-", 6);
    if (!sp_glob_is_sound(glob))
      continue;
    bool expected = fnmatch(glob, text, 0) == 0;
    cr_assert(eq(int, sp_glob_matches(glob, text), expected), "%s for '%s': %d", glob, text, expected);
    positive += expected;
  }
  cr_assert(gt(int, positive, 5000));
}
