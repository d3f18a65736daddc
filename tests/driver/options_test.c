// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The tables that are made from clang's own.
#include "driver/options.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

Test(options, the_tables_are_sorted) {
  cr_assert(gt(sz, driver_option_count, 100));
  for (size_t i = 1; i < driver_option_count; i++)
    cr_assert(lt(int, strcmp(driver_options[i - 1].spelling, driver_options[i].spelling), 0), "%s",
              driver_options[i].spelling);
  for (size_t i = 1; i < driver_extensions_count; i++)
    cr_assert(lt(int, strcmp(driver_extensions[i - 1].name, driver_extensions[i].name), 0));
  for (size_t i = 1; i < driver_languages_count; i++)
    cr_assert(lt(int, strcmp(driver_languages[i - 1].name, driver_languages[i].name), 0));
}

// The effects as they are written, which the hand-written list must keep in order, too.
Test(options, the_effects_are_sorted) {
  static const char *const names[] = {
#define DRIVER_X(option, effect) option,
#include "driver/option_effects.def"
#undef DRIVER_X
  };
  for (size_t i = 1; i < sizeof names / sizeof *names; i++)
    cr_assert(lt(int, strcmp(names[i - 1], names[i]), 0), "%s", names[i]);
}

static unsigned words_after(const char *word) {
  const struct driver_option *option = driver_find_option(word);
  return option && strcmp(option->spelling, word) == 0 ? option->separate_args : 0;
}

Test(options, words_that_follow) {
  cr_assert(eq(uint, words_after("-o"), 1));
  cr_assert(eq(uint, words_after("-Xclang"), 1));
  cr_assert(eq(uint, words_after("-mllvm"), 1));
  cr_assert(eq(uint, words_after("--sysroot"), 1));
  cr_assert(eq(uint, words_after("-ofoo"), 0));
  cr_assert(eq(uint, words_after("-c"), 0));
  cr_assert(eq(uint, words_after("-O2"), 0));
}

static enum driver_effect effect(const char *word) {
  const struct driver_option *option = driver_find_option(word);
  return option ? option->effect : SP_EFFECT_NONE;
}

Test(options, aliases_have_the_effect_of_what_they_stand_for) {
  cr_assert(eq(int, effect("--compile"), SP_EFFECT_COMPILE_ONLY));
  cr_assert(eq(int, effect("--preprocess"), SP_EFFECT_NO_OBJECT));
  cr_assert(eq(int, effect("--user-dependencies"), SP_EFFECT_NO_OBJECT));
  cr_assert(eq(int, effect("--write-dependencies"), SP_EFFECT_DEPENDENCIES));
  cr_assert(eq(int, effect("--output=x"), SP_EFFECT_OUTPUT));
  cr_assert(eq(int, effect("--language"), SP_EFFECT_LANGUAGE));
  cr_assert(eq(int, effect("--verbose"), SP_EFFECT_SAYS));
  cr_assert(eq(int, effect("--no-standard-libraries"), SP_EFFECT_NO_STANDARD_LIBRARY));
}

Test(options, the_longest_spelling_counts) {
  cr_assert(eq(int, effect("-ofoo"), SP_EFFECT_OUTPUT));
  cr_assert(eq(int, effect("-object-file-name=x"), SP_EFFECT_NONE));
  cr_assert(eq(int, effect("-MFx"), SP_EFFECT_DEPENDENCY_FILE));
  cr_assert(eq(int, effect("-MMD"), SP_EFFECT_DEPENDENCIES));
  cr_assert(eq(int, effect("-save-temps=obj"), SP_EFFECT_SAYS));
  cr_assert(eq(int, effect("-Rpass=inline"), SP_EFFECT_SAYS));
  cr_assert(eq(int, effect("-mcmodel=kernel"), SP_EFFECT_FREESTANDING));
  cr_assert(eq(int, effect("-mcmodel=large"), SP_EFFECT_NONE));
  cr_assert(eq(int, effect("-Xclang -emit-llvm"), SP_EFFECT_NO_OBJECT));
  cr_assert(eq(int, effect("-print-search-dirs"), SP_EFFECT_PRINT_ONLY));
  cr_assert(eq(int, effect("-fsyntax-only"), SP_EFFECT_NO_OBJECT));
  cr_assert(eq(int, effect("-fsyntax-only-not"), SP_EFFECT_NONE));
}

Test(options, kinds_of_inputs) {
  cr_assert(eq(int, driver_input_kind("a.c", "none"), SP_INPUT_C));
  cr_assert(eq(int, driver_input_kind("a.C", "none"), SP_INPUT_OTHER_SOURCE));
  cr_assert(eq(int, driver_input_kind("a.s", "none"), SP_INPUT_OTHER_SOURCE));
  cr_assert(eq(int, driver_input_kind("a.i", "none"), SP_INPUT_OTHER_SOURCE));
  cr_assert(eq(int, driver_input_kind("a.h", "none"), SP_INPUT_HEADER));
  cr_assert(eq(int, driver_input_kind("a.o", "none"), SP_INPUT_OBJECT));
  cr_assert(eq(int, driver_input_kind("a.so.1", "none"), SP_INPUT_OBJECT));
  cr_assert(eq(int, driver_input_kind("x.c/a", "none"), SP_INPUT_OBJECT));
  cr_assert(eq(int, driver_input_kind("a", "c"), SP_INPUT_C));
  cr_assert(eq(int, driver_input_kind("a.c", "c-header"), SP_INPUT_HEADER));
  cr_assert(eq(int, driver_input_kind("a.c", "c++"), SP_INPUT_OTHER_SOURCE));
  cr_assert(eq(int, driver_input_kind("a.c", "no such language"), SP_INPUT_OTHER_SOURCE));
}
