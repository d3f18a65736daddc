// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The subcommands from the command line to the exit status and the last byte of their output.

#define _GNU_SOURCE

#include "report/commands/commands.h"
#include "run_fixture.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define RUN "20261107T183201.000000000-netd-4711"

static char *folder;
static char run_path[4096];
static struct fixture_run fixture;
static char output[1 << 19];

static void set_up(void) {
  folder = fixture_folder();
  snprintf(run_path, sizeof run_path, "%s/" RUN, folder);
  fixture_init(&fixture);
  fixture_add_thread(&fixture, 4711, "main", 2 * SP_CHUNK_RECORDS + 18);
  fixture_add_thread(&fixture, 4712, "worker", 2);
  fixture_end(&fixture, SP_END_EXITED, 0, 4711);
}

static void tear_down(void) { fixture_remove(folder); }

TestSuite(commands, .init = set_up, .fini = tear_down);

// Runs a command with up to four arguments, its stdout going to a file; can be called once in a test, as commands
// close stdout. Returns the exit status, with the output in `output`.
static int run(int (*command)(int, char **), const char *a, const char *b, const char *c, const char *d) {
  char path[4096];
  char *argv[6] = {(char *)"sourceprint test", (char *)a, (char *)b, (char *)c, (char *)d, NULL};
  int argc = 1;
  while (argv[argc])
    argc++;
  snprintf(path, sizeof path, "%s/output", folder);
  cr_assert(freopen(path, "w", stdout));
  cr_assert(freopen("/dev/null", "w", stderr));
  const int status = command(argc, argv);
  FILE *file = fopen(path, "r");
  output[fread(output, 1, sizeof output - 1, file)] = 0;
  fclose(file);
  return status;
}

static unsigned lines(void) {
  unsigned count = 0;
  for (const char *p = output; *p; p++)
    count += *p == '\n';
  return count;
}

Test(commands, log_prints_each_record_thread_by_thread) {
  fixture_write(&fixture, folder, RUN);
  cr_expect_eq(run(command_log, folder, NULL, NULL, NULL), 0);
  // The ring has two chunks, of 2046 records each, and the first one was begun again; 2046 is a multiple of 6 sites.
  cr_expect_eq(lines(), 2046 + 18 + 2);
  cr_expect_eq(output, strstr(output, "pid=4711 tid=4711 seq=2047 ts=2026-11-07T18:32:01.000000000Z elapsed=0ns "
                                      "file=lib/net.c line=10 func=send_all macro=0 col=3 snippet=step0();\n"
                                      "pid=4711 tid=4711 seq=2048 ts=2026-11-07T18:32:01.000000000Z elapsed=0ns "
                                      "file=lib/net.c line=11 func=send_all macro=0 col=3 within=1ns snippet="));
  const char *worker = strstr(output, "pid=4711 tid=4712 seq=1 ts=- elapsed=- file=lib/net.c line=10 func=send_all "
                                      "macro=0 col=3 snippet=step0();\n"
                                      "pid=4711 tid=4712 seq=2 ");
  cr_expect(worker > strstr(output, " seq=4110 "));
}

Test(commands, log_prints_the_newest_of_one_thread_as_json) {
  fixture_write(&fixture, folder, RUN);
  cr_expect_eq(run(command_log, run_path, "-n1", "--thread=4711", "--format=json"), 0);
  cr_expect_str_eq(
      output,
      "{\"pid\":4711,\"tid\":4711,\"seq\":4110,\"ts\":\"2026-11-07T18:32:01.000000001Z\",\"elapsed\":\"1ns\","
      "\"within\":\"1.203s\",\"file\":\"lib/"
      "net.c\",\"line\":15,\"function\":\"send_all\",\"macro\":0,\"definition_file\":null,\"definition_line\":null,"
      "\"column\":3,\"snippet\":\"step5();\"}\n");
}

Test(commands, log_leaves_a_gap_where_a_record_was_lost) {
  fixture_place(&fixture, 1, 0)->site = 0;
  fixture_write(&fixture, folder, RUN);
  cr_expect_eq(run(command_log, folder, "--thread=4712", NULL, NULL), 0);
  cr_expect_eq(lines(), 1);
  cr_expect(strstr(output, " seq=2 "));
}

Test(commands, log_prints_each_statement_of_a_tree) {
  fixture_record(&fixture, 1, FIXTURE_TREE, 2);
  fixture_record(&fixture, 1, FIXTURE_TREE, 3);
  fixture_write(&fixture, folder, RUN);
  cr_expect_eq(run(command_log, folder, "--thread=4712", "-n5", NULL), 0);
  static const unsigned sites[] = {7, 8, 6, 7, 9};
  char expected[1024];
  size_t length = 0;
  for (unsigned i = 0; i < 5; i++)
    length += (size_t)snprintf(expected + length, sizeof expected - length,
                               "pid=4711 tid=4712 seq=%u ts=- elapsed=- file=lib/net.c line=%u func=send_all macro=0 "
                               "col=3 snippet=step%u();\n",
                               4 + i, 10 + sites[i], sites[i]);
  cr_expect_str_eq(output, expected);
}

static const char text_file[] =
    "pid=4711 tid=4712 seq=1 ts=2026-11-07T18:32:01.123456789Z elapsed=12.3ms file=f.c line=4 func=g macro=0 col=9 "
    "snippet=a b\\x09\n"
    "not a record\n"
    "pid=4711 tid=4712 seq=2 ts=2026-11-07T18:32:01.123456999Z elapsed=12.4ms file=f.c line=5 func=g macro=2 col=1 "
    "snippet=c\n";

Test(commands, log_prints_the_lines_of_the_text_sink) {
  fixture_write(&fixture, folder, RUN);
  fixture_file(run_path, "4712.txt", text_file, sizeof text_file - 1);
  cr_expect_eq(run(command_log, folder, "--thread=4712", NULL, NULL), 2, "a line is no record");
  char *bad = strstr(text_file, "not a record\n");
  char expected[sizeof text_file];
  snprintf(expected, sizeof expected, "%.*s%s", (int)(bad - text_file), text_file, bad + strlen("not a record\n"));
  cr_expect_str_eq(output, expected);
}

Test(commands, log_takes_text_lines_apart_for_json) {
  fixture_write(&fixture, folder, RUN);
  fixture_file(run_path, "4712.txt", text_file, (size_t)(strchr(text_file, '\n') + 1 - text_file));
  cr_expect_eq(run(command_log, folder, "--format=json", "--thread=4712", NULL), 0);
  cr_expect_str_eq(
      output, "{\"pid\":4711,\"tid\":4712,\"seq\":1,\"ts\":\"2026-11-07T18:32:01.123456789Z\","
              "\"elapsed\":\"12.3ms\",\"within\":\"0ns\",\"file\":\"f.c\",\"line\":4,\"function\":\"g\",\"macro\":0,"
              "\"definition_file\":null,\"definition_line\":null,\"column\":9,\"snippet\":\"a b\\t\"}\n");
}

// Its text could not be made, perhaps.
Test(commands, log_of_a_thread_without_text_beside_one_that_has_it) {
  fixture_write(&fixture, folder, RUN);
  fixture_file(run_path, "4712.txt", text_file, (size_t)(strchr(text_file, '\n') + 1 - text_file));
  cr_expect_eq(run(command_log, folder, "-n1", NULL, NULL), 0);
  cr_expect(strstr(output, " tid=4711 ") && strstr(output, "elapsed=12.3ms file=f.c "), "%s", output);
}

Test(commands, log_of_the_newest_statements_of_those_asked_for) {
  fixture_write(&fixture, folder, RUN);
  fixture_file(run_path, "4712.txt", text_file, sizeof text_file - 1);
  cr_expect_eq(run(command_log, folder, "-n1", "--include=f.c,net.c", "--function-exclude=send_all"), 2);
  cr_expect_str_eq(output, strstr(text_file, "pid=4711 tid=4712 seq=2"));
}

Test(commands, log_of_an_absent_thread) {
  fixture_write(&fixture, folder, RUN);
  cr_expect_eq(run(command_log, folder, "--thread=1", NULL, NULL), 1);
  cr_expect_str_eq(output, "");
}

Test(commands, log_of_nothing) { cr_expect_eq(run(command_log, folder, NULL, NULL, NULL), 1); }

Test(commands, log_of_a_damaged_run_shows_the_rest) {
  fixture_place(&fixture, 1, 1)->site = 0x7777; // no site has this value
  fixture_write(&fixture, folder, RUN);
  cr_expect_eq(run(command_log, folder, "--thread=4712", NULL, NULL), 2);
  cr_expect(strstr(output, "seq=1 ts=- elapsed=- file=lib/net.c "));
  cr_expect(strstr(output, "seq=2 ts=- elapsed=- file=- line=0 func=- macro=0 col=0 snippet=-\n"));
}

Test(commands, output_that_cannot_be_written_is_told) {
  char *argv[] = {(char *)"sourceprint log", folder, NULL};
  fixture_write(&fixture, folder, RUN);
  cr_assert(freopen("/dev/full", "w", stdout));
  cr_assert(freopen("/dev/null", "w", stderr));
  cr_expect_eq(command_log(2, argv), 2);
}

Test(commands, reader_that_went_away_is_no_failure) {
  char *argv[] = {(char *)"sourceprint log", folder, NULL};
  int ends[2];
  fixture_write(&fixture, folder, RUN);
  cr_assert_eq(pipe(ends), 0);
  close(ends[0]);
  dup2(ends[1], STDOUT_FILENO);
  cr_expect_eq(command_log(2, argv), 0);
}

Test(commands, last_of_several_runs_as_json) {
  fixture_write(&fixture, folder, RUN);
  cr_expect_eq(run(command_last, run_path, run_path, "--format=json", "--thread=4712"), 0);
  static const char process[] =
      "{\"pid\":4711,\"machine\":null,\"program\":\"/opt/net/bin/"
      "netd\",\"fault\":null,\"exit\":0,\"signal\":null,"
      "\"end\":\"exited\",\"stack_overflow\":false,\"replaced_by\":null,\"replaced_by_run\":null,\"end_tid\":null,\"no_"
      "ring\":null,"
      "\"notes\":[],\"threads\":[{\"tid\":4712,\"name\":"
      "\"worker\",\"state\":\"stopped\",\"seq\":2,\"is_overwritten\":false,\"ts\":null,\"elapsed\":null,\"within\":"
      "null,\"file\":\"lib/"
      "net.c\",\"line\":11,\"column\":3,\"function\":\"send_all\",\"macro\":0,"
      "\"definition_file\":null,\"definition_line\":null,\"snippet\":\"step1();\",\"first\":1,\"last\":2,\"lost\":0,"
      "\"path\":[],\"fault_problem\":null,"
      "\"handlers\":[],\"recursion\":[],\"path_left_out\":0}]}";
  char expected[2048];
  snprintf(expected, sizeof expected, "{\"schema\":1,\"processes\":[%s,%s]}\n", process, process);
  cr_expect_str_eq(output, expected);
}

Test(commands, last_of_a_damaged_run) {
  fixture.header.end.checksum ^= 1;
  fixture_write(&fixture, folder, RUN);
  cr_expect_eq(run(command_last, folder, NULL, NULL, NULL), 2);
  cr_expect(strstr(output, "how it ended is not known") && strstr(output, "lib/net.c:15:3 in send_all"));
}

Test(commands, last_of_a_newer_run) {
  fixture.header.version++;
  fixture_seal(&fixture);
  fixture_write(&fixture, folder, RUN);
  cr_expect_eq(run(command_last, folder, NULL, NULL, NULL), 2);
  cr_expect_str_eq(output, "");
}

Test(commands, sites_of_a_run) {
  fixture_write(&fixture, folder, RUN);
  cr_expect_eq(run(command_sites, run_path, NULL, NULL, NULL), 0);
  cr_expect_eq(lines(), FIXTURE_SITES + 1);
  cr_expect(strstr(output, "lib/net.c:11:3 send_all condition none step1();\n"
                           "lib/net.c:12:3 send_all statement invocation step2();\n"));
  cr_expect(strstr(output, "\n10 sites, 1 skipped\n"));
}

Test(commands, skipped_sites_have_a_reason) {
  fixture_write(&fixture, folder, RUN);
  cr_expect_eq(run(command_sites, run_path, "--skipped", NULL, NULL), 0);
  cr_expect_str_eq(output, "lib/net.c:20:3 send_all skipped (a pragma must stay next to the statement) step10();\n"
                           "10 sites, 1 skipped\n");
}

Test(commands, sites_of_what_has_none) {
  fixture_write(&fixture, folder, RUN);
  cr_expect_eq(run(command_sites, "/proc/self/exe", "--format=json", NULL, NULL), 1);
  cr_expect_str_eq(output, "");
}
