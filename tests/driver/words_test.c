// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Response files.
#define _GNU_SOURCE
#include "driver/words.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// Goes to a new folder.
static void enter_folder(void) {
  const char *temporary = getenv("TEST_TMPDIR");
  char folder[4096];
  snprintf(folder, sizeof folder, "%s/words-XXXXXX", temporary ? temporary : "/tmp");
  cr_assert(ne(ptr, mkdtemp(folder), NULL));
  cr_assert(eq(int, chdir(folder), 0));
}

static void write_file(const char *name, const char *text) {
  FILE *file = fopen(name, "w");
  cr_assert(ne(ptr, file, NULL));
  fputs(text, file);
  fclose(file);
}

static struct driver_words expand(char *word) {
  struct driver_words words = {0};
  driver_words_expand(&words, (char *[]){word, NULL});
  return words;
}

static void expect_words(struct driver_words words, size_t count, const char *const *expected) {
  cr_assert(eq(sz, words.count, count));
  for (size_t i = 0; i < count; i++)
    cr_assert(eq(str, (char *)words.word[i], (char *)expected[i]));
  cr_assert(eq(ptr, (void *)words.word[count], NULL));
}

Test(words, quotes_and_backslashes_of_a_response_file) {
  enter_folder();
  write_file("args", "-DA=\"x y\" 'single \\q'  back\\ slash\n\t\"in \\\" side\" ''\n");
  expect_words(expand("@args"), 5, (const char *[]){"-DA=x y", "single \\q", "back slash", "in \" side", ""});
}

Test(words, response_files_nest) {
  enter_folder();
  write_file("outer", "a @inner d");
  write_file("inner", "b c");
  expect_words(expand("@outer"), 4, (const char *[]){"a", "b", "c", "d"});
}

Test(words, a_missing_file_is_a_word) {
  enter_folder();
  expect_words(expand("@absent"), 1, (const char *[]){"@absent"});
}

static bool takes(char *word) {
  struct driver_words words = {0};
  return driver_words_expand(&words, (char *[]){word, NULL});
}

Test(words, what_clang_refuses) {
  enter_folder();
  write_file("loop", "x @loop @loop");
  write_file("outer", "@inner");
  write_file("inner", "@outer");
  write_file("twice", "@leaf @leaf");
  write_file("leaf", "x");
  cr_assert_not(takes("@loop"));
  cr_assert_not(takes("@outer"));
  cr_assert_not(takes("@.")); // a folder
  cr_assert_not(takes("@"));
  cr_assert(takes("@twice"));
  cr_assert(takes("@absent"));
}

Test(words, a_mark_of_utf_8_is_no_text) {
  enter_folder();
  write_file("marked", "\xef\xbb\xbf-c x.c");
  expect_words(expand("@marked"), 2, (const char *[]){"-c", "x.c"});
}

Test(words, a_long_file) {
  enter_folder();
  FILE *file = fopen("long", "w");
  for (int i = 0; i < 20000; i++)
    fprintf(file, "word%d\n", i);
  fclose(file);
  struct driver_words words = expand("@long");
  cr_assert(eq(sz, words.count, 20000));
  cr_assert(eq(str, (char *)words.word[19999], "word19999"));
}
