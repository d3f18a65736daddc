// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Looks at all threads in turn, and merges what is new by time.

#define _GNU_SOURCE

#include "follow.h"

#include "common/memory.h"

#include <stdlib.h>
#include <string.h>

struct follow_thread {
  uint32_t index;  // of the segment, which another thread may get
  uint32_t number; //
  struct reader_tail tail;
};

static void *more(void *list, size_t count, size_t bytes) {
  void *longer = realloc(list, (count + 1) * bytes);
  if (!longer)
    memory_is_short();
  return longer;
}

void follow_begin(struct follow *follow, struct choice *choice, uint64_t first_most, uint64_t most) {
  *follow = (struct follow){.choice = choice, .first_most = first_most, .most = most, .is_first_look = true};
  follow->reader.problems.out = stderr;
}

void follow_add(struct follow *follow, const struct find_runs *runs) {
  for (size_t i = 0; i < runs->count; i++) {
    size_t known = 0;
    while (known < follow->run_count && strcmp(follow->runs[known].path, runs->paths[i]) != 0)
      known++;
    if (known < follow->run_count)
      continue;
    follow->runs = more(follow->runs, follow->run_count, sizeof *follow->runs);
    follow->runs[follow->run_count++] = (struct follow_run){.path = strdup(runs->paths[i])};
    if (!follow->runs[known].path)
      memory_is_short();
  }
}

static struct follow_thread *find_thread(struct follow_run *run, const struct reader_thread *thread) {
  for (size_t i = 0; i < run->thread_count; i++)
    if (run->threads[i].index == thread->index && run->threads[i].number == thread->number)
      return &run->threads[i];
  run->threads = more(run->threads, run->thread_count, sizeof *run->threads);
  run->threads[run->thread_count] = (struct follow_thread){.index = thread->index, .number = thread->number};
  return &run->threads[run->thread_count++];
}

static void add_news(struct follow *follow, const struct reader_run *run, const struct reader_thread *thread,
                     uint64_t number, struct follow_news news) {
  const struct reader_when when = reader_history_when(&follow->history, run, thread, number);
  if (follow->news_count == follow->news_room) {
    follow->news_room = follow->news_room ? 2 * follow->news_room : 1024;
    follow->news = realloc(follow->news, follow->news_room * sizeof *follow->news);
    if (!follow->news)
      memory_is_short();
  }
  news.when = when;
  news.order_ns = when.from_ns ? when.from_ns : thread->start_ns;
  follow->news[follow->news_count++] = news;
}

// The newest `most` of those that are chosen.
static void take_news(struct follow *follow, const struct reader_run *run, uint32_t run_index,
                      const struct reader_thread *thread, const struct reader_news *found, bool is_first) {
  const struct reader_history *history = &follow->history;
  uint64_t begin = history->end;
  for (uint64_t left = is_first ? follow->first_most : follow->most; begin > found->from && left > 0; begin--)
    left -= choice_has_site(follow->choice, run, reader_history_value(history, begin - 1));
  for (uint64_t n = begin; n < history->end; n++) {
    const uint32_t value = reader_history_value(history, n);
    if (value != READER_LOST && choice_has_site(follow->choice, run, value))
      add_news(follow, run, thread, n,
               (struct follow_news){
                   .number = found->number + (n - found->from), .value = value, .run = run_index, .tid = thread->tid});
  }
  if (!is_first)
    follow->left_out += begin - found->from + found->gone;
}

static bool open_run(struct follow *follow, struct follow_run *followed) {
  reader_run_close(followed->run);
  followed->run = reader_run_open(&follow->reader, followed->path);
  follow->choice->run = NULL; // its answers are of the one before, which may have had fewer modules
  return followed->run;
}

// Sites that came between the look at the tables and the one at a ring.
static bool has_unknown(const struct reader_run *run, const struct reader_history *history, uint64_t from) {
  struct reader_site site;
  for (uint64_t n = from; n < history->end; n++) {
    const uint32_t value = reader_history_value(history, n);
    if (value != READER_LOST && !reader_sites_find(&run->sites, value, &site))
      return true;
  }
  return false;
}

static void look_at_run(struct follow *follow, uint32_t run_index) {
  struct follow_run *followed = &follow->runs[run_index];
  struct reader_thread *threads;
  bool is_reopened = false;
  if (!open_run(follow, followed))
    return;
  const size_t count = reader_threads(followed->run, &threads);
  for (size_t i = 0; i < count; i++) {
    struct reader_news found;
    if (!choice_has_thread(follow->choice, followed->run, &threads[i]))
      continue;
    struct follow_thread *thread = find_thread(followed, &threads[i]);
    const bool is_first = !thread->tail.is_begun;
    if (!reader_tail_has_moved(followed->run, &threads[i], &thread->tail) ||
        !reader_tail_read(followed->run, &threads[i], &thread->tail, &follow->history, &found))
      continue;
    if (!is_reopened && has_unknown(followed->run, &follow->history, found.from)) {
      is_reopened = true;
      if (!open_run(follow, followed))
        break;
    }
    take_news(follow, followed->run, run_index, &threads[i], &found, is_first && follow->is_first_look);
  }
  free(threads);
}

// Of statements at the same time, those of a thread stay together.
static int compare_news(const void *a, const void *b) {
  const struct follow_news *x = a, *y = b;
  if (x->order_ns != y->order_ns)
    return x->order_ns < y->order_ns ? -1 : 1;
  if (x->tid != y->tid)
    return x->tid < y->tid ? -1 : 1;
  return (x->number > y->number) - (x->number < y->number);
}

void follow_look(struct follow *follow) {
  follow->news_count = 0;
  follow->left_out = 0;
  for (uint32_t i = 0; i < follow->run_count; i++)
    if (!follow->runs[i].is_over)
      look_at_run(follow, i);
  if (follow->news_count)
    qsort(follow->news, follow->news_count, sizeof *follow->news, compare_news);
  if (follow->is_first_look)
    follow->status = reader_problems_status(&follow->reader.problems);
  follow->is_first_look = false;
  follow->reader.problems.out = NULL; // what is damaged was told once
}

bool follow_is_over(const struct follow *follow) {
  for (size_t i = 0; i < follow->run_count; i++)
    if (!follow->runs[i].is_over)
      return false;
  return true;
}

void follow_free(struct follow *follow) {
  for (size_t i = 0; i < follow->run_count; i++) {
    reader_run_close(follow->runs[i].run);
    free(follow->runs[i].threads);
    free(follow->runs[i].path);
  }
  free(follow->runs);
  free(follow->news);
  reader_history_free(&follow->history);
  reader_free(&follow->reader);
}
