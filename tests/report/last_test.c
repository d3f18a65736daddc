// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What `sourceprint last` shows.

#define _GNU_SOURCE

#include "report/text/last_text.h"
#include "run_fixture.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char *folder;
static struct fixture_run fixture;
static struct choice choice; // what is asked for
static unsigned problem_count;

static void set_up(void) {
  folder = fixture_folder();
  fixture_init(&fixture);
}

static void tear_down(void) { fixture_remove(folder); }

TestSuite(last, .init = set_up, .fini = tear_down);

// Asks for something by the options of a command line.
static void ask(const char *option) {
  char *argv[] = {"test", (char *)option, NULL};
  cr_assert_eq(argp_parse(&choice_argp, 2, argv, 0, NULL, &choice), 0);
}

// The fixture in both forms.
static char *shown(json_t **json) {
  char path[4096];
  char *text;
  size_t bytes;
  struct reader reader = {0};
  struct source_cache sources = {0};
  const struct last_look look = {output_choose_colors(OUTPUT_COLOR_NEVER), 2, &sources, false};
  FILE *out = open_memstream(&text, &bytes);
  fixture_write(&fixture, folder, "run");
  snprintf(path, sizeof path, "%s/run", folder);
  struct reader_run *run = reader_run_open(&reader, path);
  cr_assert(run);
  struct last_process process = last_begin(run, &choice);
  for (size_t i = 0; i < process.thread_count; i++)
    last_read(&process, &process.threads[i]);
  last_print_process(out, run, &look);
  last_print_rest(out, &process, 0, &look);
  if (json)
    *json = last_json(&process);
  fclose(out);
  last_free(&process);
  choice_free(&choice);
  source_cache_free(&sources);
  reader_run_close(run);
  problem_count = reader.problems.count;
  reader_free(&reader);
  return text;
}

static void expect_json(json_t *json, const char *expected) {
  char *text = json_dumps(json, JSON_COMPACT);
  cr_expect_str_eq(text, expected);
  free(text);
  json_decref(json);
}

Test(last, crashed_thread_comes_first) {
  json_t *json;
  fixture_add_thread(&fixture, 4711, "main", 3);
  fixture_add_thread(&fixture, 4712, "worker", 5);
  fixture_end(&fixture, SP_END_SIGNALED, 11, 4712);
  char *text = shown(&json);
  const char *worker = strstr(text, "  thread 4712 \"worker\": crashed here, seq 5\n    lib/net.c:14:3 in send_all ");
  const char *first = strstr(text, "  thread 4711 \"main\": stopped with the process, seq 3\n"
                                   "    lib/net.c:12:3 in send_all (macro invocation)");
  cr_expect(worker && first && worker < first, "%s", text);
  cr_expect_eq(text, strstr(text, "/opt/net/bin/netd (pid 4711): killed by SIGSEGV, 2026-11-07T18:32:02.204Z after "
                                  "1.204s\n"));
  cr_expect(strstr(text, "\n    > 14 | step4();\n    window: records 1 to 5 of 5\n"), "%s", text);
  expect_json(json,
              "{\"pid\":4711,\"machine\":null,\"program\":\"/opt/net/bin/"
              "netd\",\"fault\":null,\"exit\":null,\"signal\":11,"
              "\"end\":\"signaled\",\"stack_overflow\":false,\"replaced_by\":null,\"replaced_by_run\":null,\"end_tid\":"
              "4712,\"no_ring\":null,"
              "\"notes\":[],\"threads\":["
              "{\"tid\":4712,\"name\":\"worker\",\"state\":\"crashed\",\"seq\":5,\"is_overwritten\":false,\"ts\":null,"
              "\"elapsed\":null,"
              "\"within\":null,\"file\":"
              "\"lib/net.c\",\"line\":14,\"column\":3,"
              "\"function\":\"send_all\",\"macro\":0,\"definition_file\":null,\"definition_line\":null,"
              "\"snippet\":\"step4();\",\"first\":1,\"last\":5,\"lost\":0,\"path\":[],\"fault_problem\":null,"
              "\"handlers\":[],\"recursion\":[],\"path_"
              "left_out\":0},"
              "{\"tid\":4711,\"name\":\"main\",\"state\":\"stopped\",\"seq\":3,\"is_overwritten\":false,\"ts\":null,"
              "\"elapsed\":null,\"within\":"
              "null,\"file\":"
              "\"lib/net.c\",\"line\":12,\"column\":3,"
              "\"function\":\"send_all\",\"macro\":2,\"definition_file\":null,\"definition_line\":null,"
              "\"snippet\":\"step2();\",\"first\":1,\"last\":3,\"lost\":0,\"path\":[],\"fault_problem\":null,"
              "\"handlers\":[],\"recursion\":[],\"path_"
              "left_out\":0}]}");
  cr_expect_eq(problem_count, 0);
  free(text);
}

Test(last, exit_and_a_thread_without_records) {
  json_t *json;
  fixture_add_thread(&fixture, 4711, "", 0);
  fixture_end(&fixture, SP_END_EXITED, 3, 4711);
  char *text = shown(&json);
  cr_expect(strstr(text, "(pid 4711): exit 3, 2026-11-07T18:32:02.204Z after 1.204s\n"), "%s", text);
  cr_expect(strstr(text, "  thread 4711: ended the process\n    no statement is known\n    window: no records of 0\n"),
            "%s", text);
  expect_json(json,
              "{\"pid\":4711,\"machine\":null,\"program\":\"/opt/net/bin/"
              "netd\",\"fault\":null,\"exit\":3,\"signal\":null,"
              "\"end\":\"exited\",\"stack_overflow\":false,\"replaced_by\":null,\"replaced_by_run\":null,\"end_tid\":"
              "null,\"no_ring\":null,"
              "\"notes\":[],\"threads\":["
              "{\"tid\":4711,\"name\":null,\"state\":\"ended-process\",\"seq\":null,\"is_overwritten\":false,\"ts\":"
              "null,\"elapsed\":null,"
              "\"within\":null,\"file\":null,"
              "\"line\":null,\"column\":null,"
              "\"function\":null,\"macro\":null,\"definition_file\":null,\"definition_line\":null,\"snippet\":null,"
              "\"first\":null,\"last\":null,\"lost\":0,\"path\":[],\"fault_problem\":null,"
              "\"handlers\":[],\"recursion\":[],\"path_left_out\":0}]}");
  free(text);
}

Test(last, killed_process_is_told_from_a_living_one) {
  fixture_add_thread(&fixture, 4711, "main", 5000);
  char *text = shown(NULL);
  cr_expect(strstr(text, "ended without a word: SIGKILL, SIGTERM or the like, started 2026-11-07T18:32:01.000Z\n"),
            "%s", text);
  // 2046 records fill a chunk, and two chunks the ring: those of the first one are gone.
  cr_expect(strstr(text, "window: records 2047 to 5000 of 5000\n"), "%s", text);
  free(text);
}

// Field 22 of our own /proc/self/stat, whose program name has no spaces.
static unsigned long long own_start(void) {
  unsigned long long start = 0;
  FILE *file = fopen("/proc/self/stat", "r");
  cr_assert_eq(
      fscanf(file, "%*d %*s %*s %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %*u %*u %*d %*d %*d %*d %*d %*d %llu", &start),
      1);
  fclose(file);
  return start;
}

Test(last, living_process) {
  fixture.header.pid = getpid();
  fixture.header.process_start = own_start();
  fixture_seal(&fixture);
  fixture_add_thread(&fixture, getpid(), "main", 1);
  char *text = shown(NULL);
  cr_expect(strstr(text, "): still running, started "), "%s", text);
  cr_expect(strstr(text, ": running, seq 1\n"), "%s", text);
  free(text);
}

Test(last, pid_that_is_used_again_is_not_the_process) {
  fixture.header.pid = getpid();
  fixture.header.process_start = own_start() + 1;
  fixture_seal(&fixture);
  char *text = shown(NULL);
  cr_expect(strstr(text, "ended without a word"), "%s", text);
  free(text);
}

static void write_source(const char *content) {
  char path[4096];
  strcpy(fixture.header.directory, folder);
  fixture_seal(&fixture);
  snprintf(path, sizeof path, "%s/lib", folder);
  mkdir(path, 0700);
  fixture_file(path, "net.c", content, strlen(content));
}

Test(last, source_is_found_from_the_directory_of_the_start) {
  write_source("1\n2\n3\n4\n5\n6\n7\n8\n9\n  step0();\n  step1( ); \33[2J\n\n13\n14\n15\n");
  fixture_add_thread(&fixture, 4711, "main", 1);
  char *text = shown(NULL);
  cr_expect(strstr(text, "    lib/net.c:10:3 in send_all\n"
                         "       8 | 8\n"
                         "       9 | 9\n"
                         "    > 10 |   step0();\n"
                         "      11 |   step1( ); ?[2J\n"
                         "      12 |\n"
                         "    window: records 1 to 1 of 1\n"),
            "%s", text);
  free(text);
}

Test(last, source_that_was_changed_is_not_shown) {
  write_source("1\n2\n3\n4\n5\n6\n7\n8\n9\n  other();\n");
  fixture_add_thread(&fixture, 4711, "main", 1);
  char *text = shown(NULL);
  cr_expect(strstr(text, "in send_all (source not shown: the file is not what the program was compiled from)\n"
                         "    > 10 | step0();\n"),
            "%s", text);
  free(text);
}

Test(last, source_that_is_too_short_is_not_shown) {
  write_source("1\n");
  fixture_add_thread(&fixture, 4711, "main", 1);
  char *text = shown(NULL);
  cr_expect(strstr(text, "not what the program was compiled from"), "%s", text);
  free(text);
}

Test(last, record_that_was_only_begun_is_not_the_last) {
  fixture_add_thread(&fixture, 4711, "main", 4);
  fixture.segments[0].thread.ring.next += sizeof(struct sp_record);
  char *text = shown(NULL);
  cr_expect(strstr(text, ", seq 4\n"), "%s", text);
  cr_expect(strstr(text, "window: records 1 to 4 of 5, 1 not completed\n"), "%s", text);
  cr_expect_eq(problem_count, 0);
  free(text);
}

Test(last, statement_of_a_tree_is_the_one_that_was_reached) {
  fixture_add_thread(&fixture, 4711, "main", 2);
  fixture_record(&fixture, 0, FIXTURE_TREE, 3);
  char *text = shown(NULL);
  cr_expect(strstr(text, ", seq 5\n    lib/net.c:19:3 in send_all"), "%s", text);
  cr_expect(strstr(text, "window: records 1 to 5 of 5\n"), "%s", text);
  cr_expect_eq(problem_count, 0);
  free(text);
}

Test(last, value_of_no_site_is_told) {
  fixture_add_thread(&fixture, 4711, "main", 4);
  fixture_place(&fixture, 0, 3)->site = 0x12345678;
  char *text = shown(NULL);
  cr_expect(strstr(text, ", seq 4\n    the statement is not known\n"), "%s", text);
  cr_expect_eq(problem_count, 1);
  free(text);
}

Test(last, one_thread_only) {
  fixture_add_thread(&fixture, 4711, "main", 4);
  fixture_add_thread(&fixture, 4712, "worker", 4);
  ask("--thread=4712");
  char *text = shown(NULL);
  cr_expect(!strstr(text, "\"main\"") && strstr(text, "worker"), "%s", text);
  free(text);
}

Test(last, threads_by_name_and_the_first_one) {
  fixture_add_thread(&fixture, 4711, "netd", 4);
  fixture_add_thread(&fixture, 4712, "worker1", 4);
  fixture_add_thread(&fixture, 4713, "other", 4);
  ask("--thread=main,work*");
  char *text = shown(NULL);
  cr_expect(strstr(text, "thread 4711") && strstr(text, "thread 4712") && !strstr(text, "4713"), "%s", text);
  free(text);
}

Test(last, newest_statement_of_those_asked_for) {
  fixture_add_thread(&fixture, 4711, "main", 4);
  fixture_add_thread(&fixture, 4712, "worker", 0);
  ask("--function-exclude=send_all");
  char *text = shown(NULL);
  cr_expect(strstr(text, "  2 threads executed nothing of that, as far back as is known\n"), "%s", text);
  cr_expect(!strstr(text, "window"), "%s", text);
  free(text);
}

Test(last, threads_are_shown_by_where_they_were) {
  for (int i = 0; i < 3; i++)
    fixture_add_thread(&fixture, 4711 + i, i ? "worker" : "main", i ? 4 : 2);
  fixture_end(&fixture, SP_END_SIGNALED, 11, 4711);
  char *text = shown(NULL);
  cr_expect(strstr(text,
                   "  where the threads were:\n"
                   "    1 in send_all (lib/net.c:11), crashed: 4711 \"main\"\n"
                   "    2 in send_all (lib/net.c:13), since when is not known: 4712 \"worker\", 4713 \"worker\"\n"),
            "%s", text);
  free(text);
}

Test(last, control_characters_do_not_reach_the_terminal) {
  strcpy(fixture.header.program, "/bin/\33]0;x\a");
  fixture_seal(&fixture);
  fixture_add_thread(&fixture, 4711, "\33[2J\xff", 1);
  char *text = shown(NULL);
  cr_expect(strstr(text, "/bin/?]0;x? (pid"), "%s", text);
  cr_expect(strstr(text, "\"?[2J?\""), "%s", text);
  free(text);
}
