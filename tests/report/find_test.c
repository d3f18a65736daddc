// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Which runs a command is about.

#define _GNU_SOURCE

#include "report/model/find.h"
#include "report/model/find_event.h"
#include "run_fixture.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define MAKE "20261107T180000.000000000-make-10"
#define CC "20261107T180001.000000000-cc-11"
#define LD "20261107T180002.000000000-ld-12"
#define OLD "20261107T170000.000000000-make-9"
#define ALONE "20261107T175959.999999999-alone-13"

static char *folder;
static struct reader_problems problems;

static void add_run(const char *name, const char *parent) {
  struct fixture_run run;
  fixture_init(&run);
  strcpy(run.header.parent_run, parent);
  fixture_seal(&run);
  fixture_write(&run, folder, name);
}

static void set_up(void) {
  folder = fixture_folder();
  problems = (struct reader_problems){0};
}

static void tear_down(void) { fixture_remove(folder); }

TestSuite(find, .init = set_up, .fini = tear_down);

// The names of the runs found for an argument below the folder ("" for the folder), with spaces between.
static const char *found(const char *argument, bool is_all) {
  static char names[1024];
  char path[4096];
  struct find_runs runs = {0};
  snprintf(path, sizeof path, "%s%s%s", folder, *argument ? "/" : "", argument);
  char *const arguments[] = {path};
  const bool is_found = find_runs(&runs, arguments, 1, is_all, &problems);
  cr_expect_eq(is_found, runs.count != 0);
  names[0] = 0;
  for (size_t i = 0; i < runs.count; i++) {
    strcat(names, i ? " " : "");
    strcat(names, strrchr(runs.paths[i], '/') + 1);
  }
  find_runs_free(&runs);
  return names;
}

Test(find, newest_family_is_the_root_and_all_descendants) {
  add_run(OLD, "");
  add_run(ALONE, "");
  add_run(MAKE, "");
  add_run(CC, MAKE);
  add_run(LD, CC);
  cr_expect_str_eq(found("", false), MAKE " " CC " " LD);
  cr_expect_eq(problems.count, 0);
}

// Gives a run that was added an end, so long after its start.
static void add_ended(const char *name, const char *parent, enum sp_end_state state, unsigned seconds) {
  struct fixture_run run;
  fixture_init(&run);
  strcpy(run.header.parent_run, parent);
  run.header.start_realtime_ns = find_event_of_name(name).ns;
  fixture_seal(&run);
  fixture_end(&run, state, state == SP_END_SIGNALED ? 11 : 0, 1);
  run.header.end.time_ns = run.header.start_realtime_ns + seconds * UINT64_C(1000000000);
  run.header.end.checksum = sp_checksum(&run.header.end, offsetof(struct sp_run_end, checksum));
  fixture_write(&run, folder, name);
}

Test(find, family_that_ended_last_comes_before_the_one_that_started_last) {
  add_ended(OLD, "", SP_END_SIGNALED, 5000);
  add_ended(MAKE, "", SP_END_EXITED, 10);
  cr_expect_str_eq(found("", false), OLD);
}

Test(find, end_of_a_descendant_counts) {
  add_ended(OLD, "", SP_END_EXITED, 1);
  add_ended(MAKE, "", SP_END_EXITED, 10);
  add_ended(CC, OLD, SP_END_SIGNALED, 20);
  cr_expect_str_eq(found("", false), OLD " " CC);
}

Test(find, newer_crashes_are_those_of_other_runs_that_came_later) {
  char *newest;
  char path[4096];
  add_ended(OLD, "", SP_END_SIGNALED, 10);
  add_ended(MAKE, "", SP_END_EXITED, 10);
  add_ended(CC, "", SP_END_SIGNALED, 60);
  add_ended(LD, "", SP_END_SIGNALED, 20);
  add_ended(ALONE, "", SP_END_EXITED, 5000);
  snprintf(path, sizeof path, "%s/" MAKE "/", folder);
  struct find_runs runs = {0};
  cr_assert(find_runs_add(&runs, path, false, &problems));
  cr_expect_eq(find_newer_crashes(&runs, &newest), 2);
  cr_expect(newest && strstr(newest, "/" CC));
  free(newest);
  find_runs_free(&runs);
  snprintf(path, sizeof path, "%s/" CC, folder);
  cr_assert(find_runs_add(&runs, path, false, &problems));
  cr_expect_eq(find_newer_crashes(&runs, &newest), 0);
  cr_expect_eq(newest, NULL);
  find_runs_free(&runs);
}

Test(find, siblings_belong_to_the_family) {
  add_run(MAKE, "");
  add_run(CC, MAKE);
  add_run(LD, MAKE);
  cr_expect_str_eq(found("", false), MAKE " " CC " " LD);
}

Test(find, run_whose_parent_is_gone_is_a_family) {
  add_run(MAKE, "");
  add_run(LD, CC);
  cr_expect_str_eq(found("", false), LD);
}

Test(find, circle_of_parents_ends) {
  add_run(MAKE, LD);
  add_run(CC, CC);
  add_run(LD, MAKE);
  cr_expect_str_eq(found("", false), MAKE " " LD);
}

Test(find, all_shows_every_run_in_the_order_of_time) {
  add_run(MAKE, "");
  add_run(OLD, "");
  add_run(ALONE, "");
  cr_expect_str_eq(found("", true), OLD " " ALONE " " MAKE);
}

Test(find, run_directory_stands_for_itself) {
  add_run(MAKE, "");
  add_run(CC, MAKE);
  cr_expect_str_eq(found(MAKE, false), MAKE);
}

Test(find, what_is_no_run_is_ignored) {
  char path[4096];
  add_run(MAKE, "");
  snprintf(path, sizeof path, "%s/tables", folder);
  mkdir(path, 0700);
  snprintf(path, sizeof path, "%s/" LD, folder); // a run directory that is just being made
  mkdir(path, 0700);
  fixture_file(folder, "20261107T190000.000000000-file-1", "", 0);
  add_run("copy-of-a-run", "");
  cr_expect_str_eq(found("", true), MAKE);
  cr_expect_eq(problems.count, 0);
}

Test(find, damaged_run_is_found_as_a_family_of_its_own) {
  char path[4096];
  add_run(MAKE, "");
  add_run(LD, MAKE);
  snprintf(path, sizeof path, "%s/" LD, folder);
  fixture_file(path, SP_RUN_FILE, "cut", 3);
  cr_expect_str_eq(found("", false), LD);
}

// The file is made, and its blocks are reserved, before the header is written.
Test(find, runs_without_a_header_are_left_out) {
  static const char zeros[8192];
  char path[4096];
  char line[4096] = "";
  add_run(OLD, "");
  add_run(MAKE, "");
  snprintf(path, sizeof path, "%s/" CC, folder);
  mkdir(path, 0700);
  fixture_file(path, SP_RUN_FILE, "", 0);
  snprintf(path, sizeof path, "%s/" LD, folder);
  mkdir(path, 0700);
  fixture_file(path, SP_RUN_FILE, zeros, sizeof zeros);
  problems.out = tmpfile();
  cr_expect_str_eq(found("", false), MAKE);
  cr_expect_eq(problems.count, 0);
  rewind(problems.out);
  cr_expect(fgets(line, sizeof line, problems.out) && strstr(line, LD ": not shown"), "%s", line);
  cr_expect_not(fgets(line, sizeof line, problems.out), "%s", line);
  fclose(problems.out);
  problems.out = NULL;
  cr_expect_str_eq(found("", true), OLD " " MAKE);
  cr_expect_eq(problems.count, 0);
}

Test(find, a_run_without_a_header_that_is_older_than_what_is_shown_is_no_news) {
  char path[4096];
  add_run(MAKE, "");
  snprintf(path, sizeof path, "%s/" OLD, folder);
  mkdir(path, 0700);
  fixture_file(path, SP_RUN_FILE, "", 0);
  problems.out = tmpfile();
  cr_expect_str_eq(found("", false), MAKE);
  cr_expect_eq(ftell(problems.out), 0);
  cr_expect_str_eq(found("", true), MAKE);
  cr_expect_gt(ftell(problems.out), 0);
  fclose(problems.out);
}

Test(find, nothing_is_told) {
  cr_expect_str_eq(found("", false), "");
  cr_expect_eq(problems.count, 1);
  cr_expect_str_eq(found("absent", false), "");
  cr_expect_eq(problems.count, 2);
}

Test(find, default_folder_is_the_settings) {
  struct find_runs runs = {0};
  add_run(MAKE, "");
  setenv("SOURCEPRINT_OUTPUT_DIR", folder, 1);
  cr_expect(find_runs(&runs, NULL, 0, false, &problems));
  cr_expect_eq(runs.count, 1);
  find_runs_free(&runs);
}

Test(find, names_of_runs) {
  cr_expect(find_is_run_name(MAKE));
  cr_expect(find_is_run_name("20261107T180000.000000000-a-b-c-10"), "a program's name may have dashes");
  cr_expect(find_is_run_name("20261107T180000.000000000--10"), "without /proc it is not known");
  static const char *const others[] = {"",
                                       "tables",
                                       "20261107T180000.000000000-",
                                       "20261107T180000.000000000-make",
                                       "20261107T180000.000000000-make-",
                                       "20261107T180000.000000000-make-1x",
                                       "20261107T180000-make-10",
                                       "20261107_180000.000000000-make-10"};
  for (size_t i = 0; i < sizeof others / sizeof *others; i++)
    cr_expect(!find_is_run_name(others[i]), "%s", others[i]);
}
