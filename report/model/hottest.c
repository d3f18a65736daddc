// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Adds up the counts of statements by function.

#define _GNU_SOURCE

#include "hottest.h"

#include "common/memory.h"
#include "counts.h"

#include <stdlib.h>
#include <string.h>

static void add(struct hottest *hottest, const char *name, uint64_t records) {
  if (hottest->count == hottest->room) {
    hottest->room = hottest->room ? hottest->room * 2 : 256;
    hottest->functions = realloc(hottest->functions, hottest->room * sizeof *hottest->functions);
    if (!hottest->functions)
      memory_is_short();
  }
  char *copy = strdup(name);
  if (!copy)
    memory_is_short();
  hottest->functions[hottest->count++] = (struct hottest_function){copy, records};
  hottest->records += records;
}

void hottest_add_run(struct hottest *hottest, struct reader_run *run) {
  struct counts counts = {0};
  counts_add_run(&counts, run, NULL, NULL);
  for (size_t i = 0; i < counts.count; i++)
    if (*counts.sites[i].site.function)
      add(hottest, counts.sites[i].site.function, counts.sites[i].count);
  counts_free(&counts);
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
