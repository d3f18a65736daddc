// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The model of the viewers: statements, the order of threads in time, search, heat.

#define _GNU_SOURCE

#include "report/model/view.h"
#include "run_fixture.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char *folder;
static struct fixture_run fixture;
static struct view view;
static struct view_search search;

static void set_up(void) {
  folder = fixture_folder();
  fixture_init(&fixture);
}

static void tear_down(void) {
  view_search_free(&search);
  view_close(&view);
  fixture_remove(folder);
}

TestSuite(view, .init = set_up, .fini = tear_down);

static void open_view(void) {
  struct find_runs runs = {0};
  struct reader_problems problems = {0};
  fixture_write(&fixture, folder, "20261107T183201.000000000-netd-4711");
  cr_assert(find_runs_add(&runs, folder, false, &problems));
  cr_assert(view_open(&view, &runs), "%s", view_words(&view));
  find_runs_free(&runs);
}

static uint32_t line_of(const struct view_statement *statement) { return view_site(&view, statement->site)->line; }

Test(view, lists_the_thread_that_crashed_first) {
  fixture_add_thread(&fixture, 4711, "main", 3);
  fixture_add_thread(&fixture, 4712, "worker", 5);
  fixture_end(&fixture, SP_END_SIGNALED, 11, 4712);
  open_view();
  size_t *order = view_display_order(&view);
  cr_assert_eq(view.thread_count, 2);
  cr_expect(order[0] == 1 && order[1] == 0);
  cr_expect_eq(view.threads[1].state, LAST_CRASHED);
  cr_expect_eq(view.threads[0].state, LAST_STOPPED);
  cr_expect_eq(line_of(&view.threads[1].at), 14);
  cr_expect_eq(view.threads[1].at.number, 4);
  cr_expect_str_eq(view_words(&view), "");
  free(order);
}

Test(view, has_the_statements_of_a_thread_by_their_numbers) {
  struct view_statement statement;
  fixture_add_thread(&fixture, 1, "", 3);
  fixture_record(&fixture, 0, FIXTURE_TREE, 3);
  open_view();
  const uint32_t lines[] = {10, 11, 12, 16, 17, 19};
  for (uint64_t n = 0; n < 6; n++) {
    cr_assert(view_statement(&view, 0, n, &statement));
    cr_expect_eq(line_of(&statement), lines[n]);
    cr_expect_eq(statement.number, n);
  }
  cr_expect(!view_statement(&view, 0, 6, &statement));
  cr_expect(!view_statement(&view, 1, 0, &statement));
  cr_expect_str_eq(view_site(&view, statement.site)->function, "send_all");
}

Test(view, cuts_a_span_to_the_window) {
  uint64_t number = 0;
  const uint64_t window = (FIXTURE_CHUNKS - 1) * SP_CHUNK_RECORDS;
  fixture_add_thread(&fixture, 1, "", FIXTURE_CHUNKS * SP_CHUNK_RECORDS + 7);
  open_view();
  cr_expect_eq(view_span(&view, 0, &number, UINT64_MAX), window + 7);
  cr_expect_eq(number, SP_CHUNK_RECORDS);
  number = 0;
  cr_expect_eq(view_span(&view, 0, &number, 10), 0);
  number = SP_CHUNK_RECORDS + window;
  cr_expect_eq(view_span(&view, 0, &number, 10), 7);
  number = UINT64_MAX;
  cr_expect_eq(view_span(&view, 0, &number, 10), 0);
}

// Two threads, whose times are those of the fixture's chunks and of records of the time.
static void make_two_threads(void) {
  fixture_add_thread(&fixture, 1, "", 4);
  fixture_add_thread(&fixture, 2, "", 2);
  fixture_time(&fixture, 1, 3);
  fixture_record(&fixture, 1, 1, 0);
  fixture_record(&fixture, 1, 2, 0);
  fixture_time(&fixture, 0, 5);
  fixture_record(&fixture, 0, 1, 0);
}

static struct view_statement first_of_all(void) {
  struct view_statement at, before;
  cr_assert(view_statement(&view, 0, 0, &at));
  while (view_next_in_time(&view, &at, true, &before))
    at = before;
  return at;
}

Test(view, goes_through_all_threads_in_the_order_of_time_and_back) {
  struct view_statement at, all[16];
  size_t count = 0;
  make_two_threads();
  open_view();
  at = first_of_all();
  for (all[count++] = at; count < 16 && view_next_in_time(&view, &at, false, &all[count]); at = all[count++])
    ;
  cr_assert_eq(count, 9);
  for (size_t i = 1; i < count; i++) {
    cr_expect_geq(all[i].at_ns, all[i - 1].at_ns);
    if (all[i].at_ns == all[i - 1].at_ns && all[i].thread == all[i - 1].thread)
      cr_expect_eq(all[i].number, all[i - 1].number + 1);
  }
  for (size_t i = count - 1; i > 0; i--) {
    cr_assert(view_next_in_time(&view, &all[i], true, &at));
    cr_expect(at.thread == all[i - 1].thread && at.number == all[i - 1].number, "step %zu back", i);
  }
  cr_expect(!view_next_in_time(&view, &all[0], true, &at));
}

Test(view, finds_the_statement_at_a_time) {
  struct view_statement one, found;
  make_two_threads();
  open_view();
  cr_assert(view_statement(&view, 1, 2, &one)); // its time is known
  cr_expect(one.from_ns == one.to_ns && one.at_ns == one.from_ns);
  cr_assert(view_at_time(&view, 1, one.at_ns, &found));
  cr_expect_eq(found.number, 2);
  cr_assert(view_at_time(&view, 1, one.at_ns - 1, &found));
  cr_expect_eq(found.number, 1);
  cr_assert(view_at_time(&view, VIEW_NONE, one.at_ns, &found));
  cr_expect(found.thread == 1 && found.number == 2);
  cr_expect(!view_at_time(&view, 1, 1, &found));
}

Test(view, counts_each_statement_once_in_the_density) {
  uint32_t buckets[10];
  uint64_t from_ns, to_ns, sum = 0;
  make_two_threads();
  open_view();
  view_time_span(&view, &from_ns, &to_ns);
  cr_assert_lt(from_ns, to_ns);
  cr_assert(view_density(&view, 0, from_ns, to_ns, 10, buckets));
  for (size_t i = 0; i < 10; i++)
    sum += buckets[i];
  cr_expect_eq(sum, 5);
}

Test(view, finds_text_and_words_forth_and_back) {
  struct view_statement found;
  fixture_add_thread(&fixture, 1, "", 10); // steps 0 to 5, and 0 to 3
  open_view();
  cr_assert(view_search_text(&search, "STEP3", VIEW_SEARCH_TEXT));
  cr_expect(!view_search_thread(&view, &search, 0, 0, false, &found), "an upper case letter counts");
  cr_assert(view_search_text(&search, "tep3", VIEW_SEARCH_TEXT));
  cr_assert(view_search_thread(&view, &search, 0, 0, false, &found));
  cr_expect_eq(found.number, 3);
  cr_assert(view_search_thread(&view, &search, 0, 4, false, &found));
  cr_expect_eq(found.number, 9);
  cr_assert(view_search_thread(&view, &search, 0, 8, true, &found));
  cr_expect_eq(found.number, 3);
  cr_expect(!view_search_thread(&view, &search, 0, 2, true, &found));
  cr_expect_eq(view_search_count(&view, &search, VIEW_NONE), 2);
  cr_assert(view_search_text(&search, "tep3", VIEW_SEARCH_WORD));
  cr_expect_eq(view_search_count(&view, &search, 0), 0);
  cr_assert(view_search_text(&search, "step3", VIEW_SEARCH_WORD));
  cr_expect_eq(view_search_count(&view, &search, 0), 2);
  cr_expect(!view_search_text(&search, "", VIEW_SEARCH_TEXT));
}

Test(view, finds_the_occurrences_of_a_statement_in_all_threads) {
  struct view_statement at, found;
  make_two_threads();
  open_view();
  cr_assert(view_statement(&view, 0, 1, &at));
  view_search_site(&search, at.site);
  cr_expect_eq(view_search_count(&view, &search, VIEW_NONE), 4);
  unsigned count = 0;
  for (at = first_of_all(); view_search_all(&view, &search, &at, false, &found); at = found, count++)
    cr_expect_eq(line_of(&found), 11);
  cr_expect_eq(count, 4);
}

Test(view, counts_by_line) {
  struct view_line *lines;
  fixture_add_thread(&fixture, 1, "", 8);
  fixture_add_thread(&fixture, 2, "", 1);
  open_view();
  const size_t file = view_site(&view, view.threads[0].at.site)->file_index;
  cr_expect_str_eq(view_file_name(&view, file), "lib/net.c");
  cr_expect_eq(view_heat(&view, file, VIEW_NONE, &lines), 19);
  cr_expect_eq(lines[9].count, 3);
  cr_expect_eq(lines[10].count, 2);
  cr_expect_eq(lines[11].count, 1);
  cr_expect_str_eq(lines[18].snippet, "step9();");
  cr_expect(lines[18].count == 0 && !lines[8].snippet);
  free(lines);
  cr_expect_eq(view_heat(&view, file, 1, &lines), 19);
  cr_expect(lines[9].count == 1 && lines[10].count == 0);
  free(lines);
}

Test(view, of_a_source_that_changed_has_none) {
  const char *why;
  fixture_add_thread(&fixture, 1, "", 3);
  snprintf(fixture.header.directory, sizeof fixture.header.directory, "%s", folder);
  fixture_seal(&fixture);
  open_view();
  const size_t file = view_site(&view, view.threads[0].at.site)->file_index;
  cr_expect(!view_source(&view, file, &why));
  cr_expect(why && *why);
  cr_expect(!view_source(&view, 99, &why));
}

// When this process began, in the kernel's ticks: a run of it goes on.
static uint64_t own_start(void) {
  char text[1024] = "";
  FILE *file = fopen("/proc/self/stat", "r");
  cr_assert(file && fread(text, 1, sizeof text - 1, file) > 0);
  fclose(file);
  char *at = strrchr(text, ')');
  for (int field = 2; field < 22; field++)
    at = strchr(at + 1, ' ');
  return strtoull(at, NULL, 10);
}

// Puts the fixture as it is now in the place of the run.
static void write_again(void) {
  static unsigned times;
  char name[32], from[4096], to[4096];
  snprintf(name, sizeof name, "next%u", times++);
  fixture_write(&fixture, folder, name);
  snprintf(from, sizeof from, "%s/%s/" SP_RUN_FILE, folder, name);
  snprintf(to, sizeof to, "%s/20261107T183201.000000000-netd-4711/" SP_RUN_FILE, folder);
  cr_assert_eq(rename(from, to), 0);
}

Test(view, of_a_running_program_tells_what_is_new) {
  struct view_statement statement;
  fixture.header.pid = getpid();
  fixture.header.process_start = own_start();
  fixture_seal(&fixture);
  fixture_add_thread(&fixture, 1, "", 3);
  open_view();
  cr_assert(view_is_running(&view));
  cr_assert(view_statement(&view, 0, 2, &statement));
  cr_expect(!view_refresh(&view), "nothing has happened");
  fixture_record(&fixture, 0, 4, 0);
  fixture_add_thread(&fixture, 2, "new", 1);
  write_again();
  cr_expect(view_refresh(&view));
  cr_expect_eq(view.thread_count, 2);
  cr_expect_eq(line_of(&view.threads[0].at), 14);
  cr_expect(!view_statement(&view, 0, 3, &statement), "what was read stays as it was");
  view_reload(&view, 0);
  cr_expect(view_statement(&view, 0, 3, &statement));
  fixture_end(&fixture, SP_END_SIGNALED, 11, 2);
  write_again();
  cr_expect(view_refresh(&view));
  cr_expect(!view_is_running(&view));
  cr_expect_eq(view.threads[1].state, LAST_CRASHED);
  cr_expect(!view_refresh(&view));
  cr_expect_eq(view.changes, 3);
}

Test(view, of_a_damaged_ring_has_words_and_no_statement) {
  struct view_statement statement;
  fixture_add_thread(&fixture, 1, "", 3);
  fixture.segments[0].thread.chunks.value = 77;
  open_view();
  cr_expect(!view_statement(&view, 0, 0, &statement));
  cr_expect(strstr(view_words(&view), "damaged"));
  cr_expect(!view.threads[0].has_last);
}
