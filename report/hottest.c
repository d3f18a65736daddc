// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#define _GNU_SOURCE

#include "hottest.h"

#include "reader_history.h"
#include "reader_record.h"

#include <stdlib.h>
#include <string.h>

static void add(struct hottest *hottest, const char *name, uint64_t records) {
  if (hottest->count == hottest->room) {
    hottest->room = hottest->room ? hottest->room * 2 : 256;
    hottest->functions = realloc(hottest->functions, hottest->room * sizeof *hottest->functions);
    if (!hottest->functions)
      abort();
  }
  char *copy = strdup(name);
  if (!copy)
    abort();
  hottest->functions[hottest->count++] = (struct hottest_function){copy, records};
  hottest->records += records;
}

static int compare_values(const void *a, const void *b) {
  const uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
  return (x > y) - (x < y);
}

// A ring holds few different values: they are counted first, and looked up once each.
static void add_ring(struct hottest *hottest, const struct reader_run *run, const struct reader_history *history) {
  const size_t length = (size_t)(history->end - history->first);
  uint32_t *values = calloc(length + 1, sizeof *values);
  if (!values)
    abort();
  size_t count = 0;
  for (uint64_t number = history->first; number < history->end; number++)
    if (reader_history_value(history, number) != READER_LOST)
      values[count++] = reader_history_value(history, number);
  qsort(values, count, sizeof *values, compare_values);
  for (size_t from = 0, to; from < count; from = to) {
    struct reader_record record;
    for (to = from + 1; to < count && values[to] == values[from]; to++)
      ;
    if (reader_record_resolve(run, 0, 0, values[from], &record) && *record.text.function)
      add(hottest, record.text.function, to - from);
  }
  free(values);
}

void hottest_add_run(struct hottest *hottest, struct reader_run *run) {
  struct reader_history history = {0};
  struct reader_thread *threads;
  const size_t count = reader_threads(run, &threads);
  for (size_t i = 0; i < count; i++)
    if (reader_thread_history(run, &threads[i], &history))
      add_ring(hottest, run, &history);
  reader_history_free(&history);
  free(threads);
}

static int compare_names(const void *a, const void *b) {
  return strcmp(((const struct hottest_function *)a)->name, ((const struct hottest_function *)b)->name);
}

static int compare_records(const void *a, const void *b) {
  const struct hottest_function *x = a, *y = b;
  return x->records == y->records ? compare_names(a, b) : x->records < y->records ? 1 : -1;
}

void hottest_finish(struct hottest *hottest) {
  struct hottest_function *functions = hottest->functions;
  size_t kept = 0;
  if (hottest->count == 0)
    return;
  qsort(functions, hottest->count, sizeof *functions, compare_names);
  for (size_t i = 1; i < hottest->count; i++) {
    if (strcmp(functions[i].name, functions[kept].name) == 0) {
      functions[kept].records += functions[i].records;
      free(functions[i].name);
    } else {
      functions[++kept] = functions[i];
    }
  }
  hottest->count = kept + 1;
  qsort(functions, hottest->count, sizeof *functions, compare_records);
}

void hottest_free(struct hottest *hottest) {
  for (size_t i = 0; i < hottest->count; i++)
    free(hottest->functions[i].name);
  free(hottest->functions);
}
