// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Our own flags: what is taken, what is refused, and what the rewriter gets.
#define _GNU_SOURCE
#include "driver/own_flags.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

static struct driver_words words, own;

// Takes our flags out of the words that follow, up to a NULL.
static const char *take(const char *const *argv) {
  words = own = (struct driver_words){0};
  for (; *argv; argv++)
    driver_words_add(&words, *argv);
  return driver_take_own_flags(&words, &own);
}
#define TAKE(...) take((const char *const[]){__VA_ARGS__, NULL})

Test(own_flags, each_pattern_is_kept_in_order) {
  cr_assert(TAKE("-O2", "-fsourceprint-include-file=a", "-fsourceprint-exclude-function=glob:b*", "-c",
                 "-fsourceprint-include-file=c d", "x.c") == NULL);
  cr_assert(eq(sz, own.count, 3));
  cr_assert(eq(str, (char *)own.word[0], "--include-file=a"));
  cr_assert(eq(str, (char *)own.word[1], "--exclude-function=glob:b*"));
  cr_assert(eq(str, (char *)own.word[2], "--include-file=c d"));
  cr_assert(eq(sz, words.count, 3));
  cr_assert(eq(str, (char *)words.word[2], "x.c"));
}

Test(own_flags, of_a_choice_the_last_counts) {
  cr_assert(TAKE("-fsourceprint-granularity=block", "-fsourceprint-signal-handlers=warn",
                 "-fsourceprint-granularity=function") == NULL);
  cr_assert(eq(sz, own.count, 2));
  cr_assert(eq(str, (char *)own.word[0], "--granularity=function"));
  cr_assert(eq(str, (char *)own.word[1], "--signal-handlers=warn"));
}

Test(own_flags, a_problem_names_flag_value_and_reason) {
  const char *problem = TAKE("-fsourceprint-include-file=regex:a(b");
  cr_assert(problem != NULL);
  cr_assert(strstr(problem, "invalid value 'regex:a(b' in '-fsourceprint-include-file=regex:a(b'") != NULL);
  cr_assert(strstr(problem, "Unmatched ( or \\(") != NULL);
  cr_assert(strstr(TAKE("-fsourceprint-exclude-file="), "the pattern is empty") != NULL);
  cr_assert(strstr(TAKE("-fsourceprint-signal-handlers=ignore"), "it takes skip, record, warn") != NULL);
  cr_assert(strstr(TAKE("-fsourceprint-include-files=a"), "unknown argument") != NULL);
}

Test(own_flags, the_original_spelling_of_what_is_recorded_of_macros) {
  cr_assert(TAKE("--log-macro-invocations", "-c", "x.c") == NULL);
  cr_assert(eq(sz, own.count, 1));
  cr_assert(eq(str, (char *)own.word[0], "--macros=invocation"));
  cr_assert(eq(sz, words.count, 2));
  cr_assert(TAKE("--log-macro-expansions", "x.c") == NULL);
  cr_assert(eq(str, (char *)own.word[0], "--macros=expansion"));
  cr_assert(TAKE("--log-macro-invocations", "x.c", "--log-macro-expansions") == NULL);
  cr_assert(eq(sz, own.count, 1));
  cr_assert(eq(str, (char *)own.word[0], "--macros=both"));
  cr_assert(TAKE("--log-macro", "x.c") == NULL);
  cr_assert(eq(sz, words.count, 2));
}
