// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// How command lines are read.
#define _GNU_SOURCE
#include "driver/command.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <sys/stat.h>
#include <unistd.h>

// Scans "instr-cc" and the words that follow, up to a NULL.
#define SCAN(...) driver_scan((char *[]){"instr-cc", __VA_ARGS__, NULL})

static const char *input(const struct driver_command *command, size_t i) {
  return command->words.word[command->inputs[i].index];
}

Test(command, one_source_to_an_object) {
  struct driver_command c = SCAN("-O2", "-c", "a.c", "-o", "a.o");
  cr_assert(eq(int, c.passthrough, DRIVER_PASS_NONE));
  cr_assert(eq(sz, c.c_sources, 1));
  cr_assert(eq(sz, c.input_count, 1));
  cr_assert(eq(str, (char *)input(&c, 0), "a.c"));
  cr_assert(eq(str, (char *)c.output, "a.o"));
  cr_assert(c.compile_only);
  cr_assert_not(c.wants_runtime);
}

Test(command, a_source_that_is_linked_in_the_same_command) {
  struct driver_command c = SCAN("a.c", "b.o", "-lm", "-oprog");
  cr_assert(eq(sz, c.c_sources, 1));
  cr_assert(eq(sz, c.input_count, 2));
  cr_assert(eq(str, (char *)c.output, "prog"));
  cr_assert(c.wants_runtime);
}

Test(command, arguments_of_options_are_no_inputs) {
  struct driver_command c =
      SCAN("-mllvm", "x.c", "--sysroot", "y.c", "-Xassembler", "z.c", "-Xlinker", "l.c", "-include", "h.c", "-isystem",
           "i.c", "-MF", "m.c", "-D", "d.c", "-T", "t.c", "-c", "real.c");
  cr_assert(eq(sz, c.input_count, 1));
  cr_assert(eq(str, (char *)input(&c, 0), "real.c"));
  cr_assert(c.dependency_file);
}

Test(command, joined_arguments_take_no_word) {
  struct driver_command c = SCAN("-MFfoo.d", "-ofoo", "-xc", "-includepch.h", "a.txt");
  cr_assert(eq(sz, c.input_count, 1));
  cr_assert(eq(sz, c.c_sources, 1));
  cr_assert(eq(str, (char *)c.output, "foo"));
}

Test(command, languages_follow_x) {
  struct driver_command c =
      SCAN("-c", "-x", "c", "a", "-x", "none", "b.c", "-x", "c++", "c.c", "-x", "assembler", "d.c");
  cr_assert(eq(sz, c.input_count, 4));
  cr_assert(c.inputs[0].is_c);
  cr_assert(c.inputs[1].is_c);
  cr_assert_not(c.inputs[2].is_c);
  cr_assert_not(c.inputs[3].is_c);
}

Test(command, two_dashes_end_the_options) {
  struct driver_command c = SCAN("-c", "--", "-x.c", "b.c");
  cr_assert(eq(sz, c.c_sources, 2));
  cr_assert(eq(sz, c.options_end, 1));
}

Test(command, kinds_of_inputs) {
  struct driver_command c = SCAN("a.c", "b.cc", "c.S", "d.o", "e.a", "f.so.1", "dir.c/g");
  cr_assert(eq(sz, c.c_sources, 1));
  const int sources[] = {1, 1, 1, 0, 0, 0, 0};
  for (size_t i = 0; i < c.input_count; i++)
    cr_assert(eq(int, c.inputs[i].is_source, sources[i]), "%s", input(&c, i));
}

Test(command, what_is_not_ours_to_instrument) {
  cr_assert(eq(int, SCAN("-E", "a.c").passthrough, DRIVER_PASS_NO_OBJECT));
  cr_assert(eq(int, SCAN("-S", "a.c").passthrough, DRIVER_PASS_NO_OBJECT));
  cr_assert(eq(int, SCAN("-MM", "a.c").passthrough, DRIVER_PASS_NO_OBJECT));
  cr_assert(eq(int, SCAN("--version").passthrough, DRIVER_PASS_PRINT_ONLY));
  cr_assert(eq(int, SCAN("-print-prog-name=ld").passthrough, DRIVER_PASS_PRINT_ONLY));
  cr_assert(eq(int, SCAN("-c", "a.S").passthrough, DRIVER_PASS_NO_C_SOURCE));
  cr_assert(eq(int, SCAN("-c", "a.cc").passthrough, DRIVER_PASS_NO_C_SOURCE));
  cr_assert(eq(int, SCAN("-c", "-x", "c", "-").passthrough, DRIVER_PASS_STANDARD_INPUT));
  cr_assert(eq(int, SCAN("-c", "conftest.c").passthrough, DRIVER_PASS_PROBE));
  cr_assert(eq(int, SCAN("objs/autotest.c", "-o", "objs/autotest").passthrough, DRIVER_PASS_PROBE));
  cr_assert(eq(int, SCAN("-c", "/tmp/ffconf.a1b2/test.c").passthrough, DRIVER_PASS_PROBE));
  cr_assert(eq(int, SCAN("-c", "/b/CMakeFiles/3.25.1/CompilerIdC/CMakeCCompilerId.c").passthrough, DRIVER_PASS_PROBE));
  cr_assert(eq(int, SCAN("ztest4711.c").passthrough, DRIVER_PASS_PROBE));
  cr_assert(eq(int, SCAN("-c", "src/autotest.c").passthrough, DRIVER_PASS_NONE));
  cr_assert(eq(int, SCAN("-c", "/b/CMakeFiles/app.dir/Unity/unity_0_c.c").passthrough, DRIVER_PASS_NONE));
  cr_assert(eq(
      int, SCAN("-Wp,-MD,scripts/basic/.fixdep.d", "-o", "scripts/basic/fixdep", "scripts/basic/fixdep.c").passthrough,
      DRIVER_PASS_HOST_TOOL));
  cr_assert(eq(int, SCAN("-Wp,-MD,applets/.usage.d", "-o", "applets/usage", "applets/usage.c").passthrough,
               DRIVER_PASS_HOST_TOOL));
  cr_assert(eq(int, SCAN("-Wp,-MD,scripts/kconfig/.conf.o.d", "-c", "scripts/kconfig/conf.c").passthrough,
               DRIVER_PASS_HOST_TOOL));
  cr_assert(eq(int, SCAN("-Wp,-MD,coreutils/.cat.o.d", "-c", "coreutils/cat.c").passthrough, DRIVER_PASS_NONE));
  cr_assert(eq(int, SCAN("-nostdlib", "a.c").passthrough, DRIVER_PASS_FREESTANDING));
  cr_assert(eq(int, SCAN("-nostdlib", "-shared", "a.c").passthrough, DRIVER_PASS_NONE));
  cr_assert(eq(int, SCAN("a.h").passthrough, DRIVER_PASS_HEADER));
  cr_assert(eq(int, SCAN("--driver-mode=cl", "a.c").passthrough, DRIVER_PASS_DRIVER_MODE));
  cr_assert(eq(int, SCAN("-ffreestanding", "-c", "a.c").passthrough, DRIVER_PASS_FREESTANDING));
  cr_assert(eq(int, SCAN("-cc1", "a.c").passthrough, DRIVER_PASS_FRONTEND));
  cr_assert(eq(int, SCAN("-Xclang", "-load", "-Xclang", "p.so", "-c", "a.c").passthrough, DRIVER_PASS_PLUGIN));
}

Test(command, which_links_get_the_runtime) {
  cr_assert(SCAN("a.o", "-o", "prog").wants_runtime);
  cr_assert(SCAN("-static", "a.o").wants_runtime);
  cr_assert_not(SCAN("-shared", "a.o", "-o", "a.so").wants_runtime);
  cr_assert_not(SCAN("-r", "a.o", "b.o").wants_runtime);
  cr_assert_not(SCAN("-nostdlib", "a.o").wants_runtime);
  cr_assert_not(SCAN("-c", "a.c").wants_runtime);
  cr_assert_not(SCAN("-m32", "a.o").wants_runtime);
  cr_assert_not(SCAN("--target=riscv64-linux-gnu", "a.o").wants_runtime);
  cr_assert_not(SCAN("-target", "riscv64-linux-gnu", "a.o").wants_runtime);
}

Test(command, what_the_compiler_must_say_itself) {
  struct driver_command c = SCAN("-v", "-MJ", "x.json", "-c", "a.c", "-MJy.json");
  cr_assert(eq(int, c.passthrough, DRIVER_PASS_NONE));
  cr_assert(c.says_more);
  const char *const edited[] = {"-w", "-MJ", "/dev/null", "-c", "a.c", "-MJ/dev/null"};
  for (size_t i = 0; i < c.words.count; i++)
    cr_assert(eq(str, (char *)c.words.word[i], (char *)edited[i]));
  cr_assert(eq(str, (char *)c.given.word[2], "x.json"));
  cr_assert_not(SCAN("-c", "a.c", "-Wall", "-O2").says_more);
}

Test(command, dependencies_of_the_preprocessor) {
  struct driver_command c = SCAN("-Wp,-MMD,a.d", "-c", "a.c");
  cr_assert(c.dependencies);
  cr_assert(c.dependency_file);
  cr_assert_not(SCAN("-Wp,-DMD", "-c", "a.c").dependencies);
}

Test(command, dependencies) {
  struct driver_command c = SCAN("-MMD", "-MT", "x", "-c", "a.c");
  cr_assert(c.dependencies);
  cr_assert(c.dependency_name);
  cr_assert_not(c.dependency_file);
}
