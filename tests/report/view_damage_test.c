// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Bytes of a small run changed, and lengths cut: the viewers' model never crashes or hangs, and what it tells in
// several ways stays the same in all of them.

#define _GNU_SOURCE

#include "report/web/view_html.h"
#include "report/web/view_json.h"
#include "run_fixture.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define STEPS 40u
#define BUCKETS 16u

static char *folder;
static char run_file[4096];
static struct find_runs runs;

static void set_up(void) {
  static struct fixture_run run;
  struct reader_problems problems = {0};
  folder = fixture_folder();
  fixture_init(&run);
  fixture_add_thread(&run, 4711, "main", 2 * SP_CHUNK_RECORDS);
  fixture_add_thread(&run, 4712, "worker", 3);
  for (unsigned i = 0; i < 2; i++) {
    fixture_record(&run, i, FIXTURE_TREE, 3);
    fixture_time(&run, i, 3 + i);
    fixture_record(&run, i, FIXTURE_TREE, 2);
  }
  fixture_end(&run, SP_END_SIGNALED, 11, 4712);
  fixture_write(&run, folder, "20261107T183201.000000000-netd-4711");
  snprintf(run_file, sizeof run_file, "%s/20261107T183201.000000000-netd-4711/" SP_RUN_FILE, folder);
  cr_assert(find_runs_add(&runs, folder, true, &problems));
}

static void tear_down(void) {
  find_runs_free(&runs);
  fixture_remove(folder);
}

TestSuite(view_damage, .init = set_up, .fini = tear_down, .timeout = 240);

// Each statement is counted once, by line and by time.
static void check_counts(struct view *view) {
  uint64_t from_ns, to_ns, statements = 0, by_site = 0;
  uint32_t buckets[BUCKETS];
  view_time_span(view, &from_ns, &to_ns);
  for (size_t i = 0; i < view->thread_count; i++) {
    const struct view_thread *thread = &view->threads[i];
    uint64_t in_time = 0;
    view_load(view, i);
    statements += thread->loaded_end - thread->first;
    for (size_t k = 0; k < thread->counted_count; k++)
      by_site += thread->counted[k].count;
    if (view_density(view, i, 0, UINT64_MAX, BUCKETS, buckets))
      for (size_t k = 0; k < BUCKETS; k++)
        in_time += buckets[k];
    if (thread->loaded_end > thread->first)
      cr_expect_eq(in_time, thread->loaded_end - thread->first);
    view_density(view, i, from_ns, to_ns, BUCKETS, buckets);
  }
  cr_expect_eq(statements, by_site);
}

// Steps forth lead where steps back come from.
static void check_steps(struct view *view) {
  struct view_statement at = {.thread = VIEW_NONE}, next, back;
  for (unsigned i = 0; i < STEPS && view_next_in_time(view, &at, false, &next); i++) {
    if (i > 0) {
      cr_assert(view_next_in_time(view, &next, true, &back));
      cr_expect(back.thread == at.thread && back.number == at.number);
    }
    at = next;
  }
  view_at_time(view, VIEW_NONE, at.at_ns, &next);
}

static void check_search(struct view *view) {
  struct view_search search = {0};
  struct view_statement at = {.thread = VIEW_NONE, .at_ns = UINT64_MAX}, found;
  cr_assert(view_search_text(&search, "step9", VIEW_SEARCH_WORD));
  const bool is_found = view_search_all(view, &search, &at, true, &found);
  cr_expect_eq(is_found, view_search_count(view, &search, VIEW_NONE) > 0);
  view_search_free(&search);
}

static void use_all(void) {
  struct view view;
  if (view_open(&view, &runs)) {
    const struct view_json json = view_json_begin(&view);
    bool *is_chosen = calloc(view.thread_count + 1, sizeof *is_chosen);
    FILE *nowhere = fopen("/dev/null", "w");
    cr_assert(is_chosen && nowhere);
    memset(is_chosen, 1, view.thread_count);
    check_counts(&view);
    check_steps(&view);
    check_search(&view);
    json_decref(view_json_session(&json));
    json_decref(view_json_threads(&json));
    for (size_t file = 0; file < view_file_count(&view); file++)
      json_decref(view_json_heat(&json, file, VIEW_NONE));
    view_refresh(&view);
    view_html_write(nowhere, &view, is_chosen);
    fclose(nowhere);
    free(is_chosen);
  } else {
    cr_expect_str_neq(view_words(&view), "", "it cannot be read, and nothing is said");
  }
  view_close(&view);
}

static void flip(uint64_t from, uint64_t to, uint64_t step, unsigned char bits) {
  const int fd = open(run_file, O_RDWR);
  cr_assert(fd >= 0);
  for (uint64_t at = from; at < to; at += step) {
    unsigned char byte;
    if (pread(fd, &byte, 1, (off_t)at) != 1)
      break;
    byte ^= bits;
    cr_assert_eq(pwrite(fd, &byte, 1, (off_t)at), 1);
    use_all();
    byte ^= bits;
    cr_assert_eq(pwrite(fd, &byte, 1, (off_t)at), 1);
  }
  close(fd);
}

Test(view_damage, none) { use_all(); }

Test(view_damage, bytes_of_the_header) {
  flip(0, sizeof(struct sp_run_header), 3, 0xff);
  flip(1, sizeof(struct sp_run_header), 5, 0x80);
}

Test(view_damage, bytes_of_the_threads) {
  for (unsigned i = 0; i < 2; i++) {
    const uint64_t start = FIXTURE_THREAD_OFFSET + i * FIXTURE_SEGMENT_BYTES;
    flip(start, start + sizeof(struct sp_thread), 1, 0xff);
    flip(start + SP_THREAD_HEADER_BYTES, start + SP_THREAD_HEADER_BYTES + 64, 1, 0x40);
    flip(start + SP_THREAD_HEADER_BYTES + 64, start + FIXTURE_SEGMENT_BYTES, 499, 0xff);
  }
}

Test(view_damage, lengths) {
  const uint64_t whole = FIXTURE_THREAD_OFFSET + 2 * FIXTURE_SEGMENT_BYTES;
  for (uint64_t bytes = whole; bytes > 0; bytes -= bytes > 701 ? 701 : bytes) {
    cr_assert_eq(truncate(run_file, (off_t)bytes), 0);
    use_all();
  }
}
