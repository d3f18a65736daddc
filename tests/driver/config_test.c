// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// sourceprint.yaml: what is read, where each mistake is said to be, and what goes before what.
#define _GNU_SOURCE
#include "driver/config.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static struct driver_config parse(const char *text) {
  struct driver_config config = {.path = "F", .folder = "/top"};
  driver_config_parse(&config, text, strlen(text));
  return config;
}

// What is said to be wrong with the text.
static const char *problem_of(const char *text) {
  const struct driver_config config = parse(text);
  return config.problem ? config.problem : "nothing";
}

static const char *first(const struct driver_config *config, enum driver_key key) {
  cr_assert(config->problem == NULL, "%s", config->problem);
  return config->values[key].words.count ? config->values[key].words.word[0] : "(none)";
}

static const char whole[] = "# a comment\n"
                            "instrument: [\"src/client/\", lib/network/]\n"
                            "exclude:\n"
                            "  - src/client/fast.c\n"
                            "  - 'regex:\\.inc$'\n"
                            "functions: on_*\n"
                            "granularity: block\n"
                            "compiler: ../tools/clang\n"
                            "cache: {dir: cache, size: 500M}\n"
                            "folders:\n"
                            "  lib/:\n"
                            "    granularity: function\n"
                            "  lib/net/:\n"
                            "    macros: none\n"
                            "    exclude_functions: [hash]\n";

Test(config, a_whole_file) {
  const struct driver_config config = parse(whole);
  cr_assert(eq(str, (char *)first(&config, DRIVER_KEY_INSTRUMENT), "path:/top/src/client/"));
  cr_assert(eq(str, (char *)config.values[DRIVER_KEY_INSTRUMENT].words.word[1], "path:/top/lib/network/"));
  cr_assert(eq(int, config.values[DRIVER_KEY_INSTRUMENT].line, 2));
  cr_assert(eq(int, config.values[DRIVER_KEY_INSTRUMENT].column, 13));
  cr_assert(eq(str, (char *)config.values[DRIVER_KEY_EXCLUDE].words.word[1], "regex:\\.inc$"));
  cr_assert(eq(str, (char *)first(&config, DRIVER_KEY_FUNCTIONS), "on_*"));
  cr_assert(eq(str, (char *)first(&config, DRIVER_KEY_COMPILER), "/tools/clang"));
  cr_assert(eq(str, (char *)first(&config, DRIVER_KEY_CACHE_DIR), "/top/cache"));
  cr_assert(eq(str, (char *)first(&config, DRIVER_KEY_CACHE_SIZE), "524288000"));
  cr_assert(eq(sz, config.folder_count, 2));
  cr_assert(eq(str, (char *)config.folders[1].pattern, "path:/top/lib/net/"));
  cr_assert(eq(int, config.folders[1].values[DRIVER_KEY_MACROS].line, 14));
}

Test(config, texts_that_say_nothing_are_right) {
  cr_assert(eq(str, (char *)problem_of(""), "nothing"));
  cr_assert(eq(str, (char *)problem_of("# nothing yet\n"), "nothing"));
  cr_assert(eq(str, (char *)problem_of("{}"), "nothing"));
  cr_assert(eq(str, (char *)problem_of("---\ngranularity: block\n...\n"), "nothing"));
  cr_assert(eq(str, (char *)problem_of("compiler: clang-14"), "nothing"));
  const struct driver_config config = parse("compiler: clang-14");
  cr_assert(eq(str, (char *)first(&config, DRIVER_KEY_COMPILER), "clang-14"), "a name is looked up in PATH");
}

#define EXPECT(text, message) cr_expect(eq(str, (char *)problem_of(text), message))

Test(config, each_mistake_has_its_place_and_says_what_was_expected) {
  EXPECT("exclude: [a]\ngranularty: block\n", "F:2:1: error: unknown key 'granularty'; did you mean 'granularity'?");
  EXPECT("exclude: [a]\nzzz: 1\n",
         "F:2:1: error: unknown key 'zzz'; there are instrument, exclude, functions, "
         "exclude_functions, granularity, macros, runtime, signal_handlers, compiler, cache, folders");
  EXPECT("granularity: blocc",
         "F:1:14: error: granularity takes one of last, function, block, statement, expression, not "
         "'blocc'; did you mean 'block'?");
  EXPECT("macros: 17", "F:1:9: error: macros takes one of invocation, expansion, both, none, not '17'");
  EXPECT("macros: [both]", "F:1:9: error: macros takes one of invocation, expansion, both, none, not a list");
  EXPECT("granularity:\nmacros: both\n",
         "F:1:13: error: granularity takes one of last, function, block, statement, expression, not nothing");
  EXPECT("instrument:\n  src: yes\n",
         "F:2:3: error: instrument takes a list of paths, such as \"src/\", not a mapping");
  EXPECT("instrument: [a,\n   [b]]\n", "F:2:4: error: instrument takes a list of paths, such as \"src/\", not a list");
  EXPECT("exclude: []", "F:1:10: error: exclude has an empty list; leave the key out for nothing");
  EXPECT("functions: [a, 'regex:(']",
         "F:1:16: error: functions: 'regex:(': not a regular expression: Unmatched ( or \\(");
  EXPECT("instrument: ['a[b']", "F:1:14: error: instrument: 'a[b': a '[' has no ']'");
  EXPECT("cache: here", "F:1:8: error: cache takes a mapping of keys to values, not 'here'");
  EXPECT("cache: {dirs: x}", "F:1:9: error: unknown key 'dirs'; did you mean 'dir'?");
  EXPECT("cache: {size: 5X}", "F:1:15: error: size takes a number of bytes, such as 500M, not '5X'");
  EXPECT("cache: {size: -5}", "F:1:15: error: size takes a number of bytes, such as 500M, not '-5'");
  EXPECT("cache: {size: 99999999999999999999}",
         "F:1:15: error: size takes a number of bytes, such as 500M, not '99999999999999999999'");
  EXPECT("folders: [a]", "F:1:10: error: folders takes a mapping of paths to keys, not a list");
  EXPECT("folders:\n  a/: block\n", "F:2:7: error: 'a/' takes a mapping of keys to values, not 'block'");
  EXPECT("folders:\n  a/:\n    instrument: [b]\n",
         "F:3:5: error: unknown key 'instrument'; there are functions, exclude_functions, granularity, macros, "
         "signal_handlers");
  EXPECT("macros: both\nmacros: none\n", "F:2:1: error: 'macros' stands here a second time; it was on line 1");
  EXPECT("- a\n- b\n", "F:1:1: error: sourceprint.yaml takes a mapping of keys to values, not a list");
  EXPECT("? [a]\n: b\n", "F:1:3: error: a mapping takes words as its keys, not a list");
  EXPECT("a: b\n---\nc: d\n",
         "F:1:1: error: unknown key 'a'; there are instrument, exclude, functions, "
         "exclude_functions, granularity, macros, runtime, signal_handlers, compiler, cache, folders");
  EXPECT("macros: both\n---\nmacros: none\n", "F:3:1: error: only one document is read");
  EXPECT("compiler: \"a\\0b\"", "F:1:11: error: compiler takes the name or path of a program, not 'a'");
}

Test(config, what_is_no_yaml_has_a_place_too) {
  cr_assert(strstr(problem_of("instrument: [a\nmacros: both\n"), "F:2:7: error: not YAML: ") != NULL);
  cr_assert(strstr(problem_of("\tmacros: both\n"), "F:1:1: error: not YAML: ") != NULL);
  cr_assert(strstr(problem_of("macros: *unknown\n"), "F:1:9: error: not YAML: ") != NULL);
  cr_assert(strstr(problem_of("macros: \xff\n"), "error: not YAML: ") != NULL);
}

// Each byte of the file is replaced, and the file is cut at each.
Test(config, damage_never_crashes, .timeout = 60) {
  static const char bytes[] = {'\0', '\n', ' ', ':', '[', '{', '&', '*', '!', '"', '-', '\xff', '\xc3', 'a', '0'};
  size_t wrong = 0, right = 0;
  for (size_t i = 0; i < sizeof whole - 1; i++) {
    char damaged[sizeof whole];
    struct driver_config cut = {.path = "F", .folder = "/top"};
    driver_config_parse(&cut, whole, i);
    for (size_t k = 0; k < sizeof bytes; k++) {
      memcpy(damaged, whole, sizeof whole);
      damaged[i] = bytes[k];
      struct driver_config config = {.path = "F", .folder = "/top"};
      driver_config_parse(&config, damaged, sizeof whole - 1);
      *(config.problem ? &wrong : &right) += 1;
      cr_assert(config.problem == NULL || strncmp(config.problem, "F:", 2) == 0);
    }
  }
  cr_assert(gt(sz, wrong, 100));
  cr_assert(gt(sz, right, 100));
}

// Each of these takes libyaml a quarter of a minute, or a stack of its own, if it is left to it.
Test(config, deep_nesting_is_an_error_at_once, .timeout = 20) {
  static const char *const pieces[] = {"[", "{", "[a,", "{a: ", "- ", "? ", "&a [", "? [\n", "*a ", "!"};
  enum { BYTES = 65536 };
  char *text = malloc(BYTES + 1);
  for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
    const size_t length = strlen(pieces[i]);
    for (size_t at = 0; at < BYTES; at++)
      text[at] = pieces[i][at % length];
    text[BYTES] = '\0';
    cr_assert(strncmp(problem_of(text), "F:", 2) == 0, "%s", pieces[i]);
  }
  free(text);
  cr_assert(strstr(problem_of("exclude: [a\n,[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["),
                   "F:2:65: error: ") != NULL);
}

static char folder[] = "/tmp/config_test.XXXXXX";

static void begin(void) {
  cr_assert(mkdtemp(folder) && chdir(folder) == 0 && mkdir("src", 0700) == 0 && mkdir("src/net", 0700) == 0);
}

static void end(void) {
  cr_assert(chdir("/") == 0);
  char command[64];
  snprintf(command, sizeof command, "rm -r %s", folder);
  cr_assert(eq(int, system(command), 0));
}

static void write_file(const char *path, const char *text) {
  FILE *file = fopen(path, "w");
  cr_assert(file != NULL && fputs(text, file) >= 0 && fclose(file) == 0);
}

// The options for a source, joined by blanks. own: one of the command's, or NULL.
static const char *options_for(const char *source, const char *own, const char **problem) {
  struct driver_command command = {0};
  if (own)
    driver_words_add(&command.own, own);
  const struct driver_words words = driver_own_flags_for(&command, source, problem);
  const char *text = "";
  for (size_t i = 0; i < words.count; i++)
    text = driver_format("%s%s%s", text, i ? " " : "", words.word[i]);
  return text;
}

Test(config, flag_then_environment_then_folder_then_file_then_default, .init = begin, .fini = end) {
  const char *problem = NULL;
  cr_assert(eq(str, (char *)options_for("src/net/a.c", NULL, &problem), ""));
  write_file("sourceprint.yaml", "granularity: block\nmacros: none\nfolders:\n  src/net/: {granularity: function}\n");
  cr_assert(chdir("src") == 0); // what was read for a folder holds for the process
  cr_assert(eq(str, (char *)options_for("a.c", NULL, &problem), "--granularity=block --macros=none"));
  cr_assert(eq(str, (char *)options_for("../src/a.c", NULL, &problem), "--granularity=block --macros=none"));
  cr_assert(chdir("net") == 0);
  cr_assert(eq(str, (char *)options_for("./a.c", NULL, &problem), "--granularity=function --macros=none"));
  setenv("SOURCEPRINT_GRANULARITY", "expression", 1);
  cr_assert(eq(str, (char *)options_for("a.c", NULL, &problem), "--granularity=expression --macros=none"));
  cr_assert(eq(str, (char *)options_for("a.c", "--granularity=statement", &problem),
               "--granularity=statement --macros=none"));
  cr_assert(problem == NULL);
}

Test(config, the_nearest_file_counts_alone, .init = begin, .fini = end) {
  const char *problem = NULL;
  write_file("sourceprint.yaml", "granularity: block\nmacros: none\n");
  write_file("src/net/sourceprint.yaml", "macros: both\n");
  cr_assert(eq(str, (char *)options_for("src/net/a.c", NULL, &problem), "--macros=both"));
  cr_assert(eq(str, (char *)options_for("src/a.c", NULL, &problem), "--granularity=block --macros=none"));
}

Test(config, lists_of_the_environment_are_separated_by_commas, .init = begin, .fini = end) {
  const char *problem = NULL;
  setenv("ASCII_INSTR_SOURCE_PRINT_INSTRUMENT", "net,regex:^a,,", 1);
  cr_assert(eq(str, (char *)options_for("a.c", NULL, &problem), "--include-file=net --include-file=regex:^a"));
  cr_assert(eq(str, (char *)options_for("a.c", "--include-file=b", &problem), "--include-file=b"));
  cr_assert(problem == NULL);
  setenv("SOURCEPRINT_MACROS", "all", 1);
  options_for("a.c", NULL, &problem);
  cr_assert(eq(str, (char *)problem,
               "invalid value 'all' in SOURCEPRINT_MACROS: it takes invocation, expansion, both, "
               "none"));
}

Test(config, what_is_no_file_is_a_problem_and_no_wait, .init = begin, .fini = end, .timeout = 20) {
  const char *problem = NULL;
  cr_assert(mkfifo("sourceprint.yaml", 0600) == 0);
  options_for("a.c", NULL, &problem);
  cr_assert(strstr(problem, "sourceprint.yaml:1:1: error: it is no file") != NULL);
  cr_assert(mkdir("src/sourceprint.yaml", 0700) == 0);
  options_for("src/a.c", NULL, &problem);
  cr_assert(strstr(problem, "src/sourceprint.yaml:1:1: error: it is no file") != NULL);
}

Test(config, a_file_of_somebody_else_is_passed_over, .init = begin, .fini = end) {
  if (geteuid() != 0)
    cr_skip("SKIPPED: only root can give files away"); // chown() to somebody else is refused to others
  const char *problem = NULL;
  write_file("sourceprint.yaml", "macros: none\n");
  write_file("src/sourceprint.yaml", "compiler: /bin/evil\n");
  cr_assert(chown("src/sourceprint.yaml", 4711, 4711) == 0);
  cr_assert(eq(str, (char *)options_for("src/a.c", NULL, &problem), "--macros=none"));
  cr_assert(strstr(driver_config_near("src/a.c")->passed_over, "src/sourceprint.yaml") != NULL);
  // In a tree that belongs to the same person it holds, as where root builds for a user.
  cr_assert(chown("src/net", 4711, 4711) == 0);
  cr_assert(eq(str, (char *)driver_setting(driver_config_near("src/net/a.c"), "REAL_CC"), "/bin/evil"));
}
