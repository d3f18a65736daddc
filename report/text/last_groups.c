// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Many threads in `sourceprint last`, so that a thousand of them can be read through: those that are at the same
// statement stand together.

#include "last_groups.h"

#include <stdlib.h>
#include <string.h>

// With so many threads those at the same statement are put together.
#define MANY_THREADS 16u
// Threads that are named of a group.
#define NAMES_SHOWN 6u

typedef const struct last_thread *one;

static int compare_texts(const char *a, const char *b) { return strcmp(a ? a : "", b ? b : ""); }

static int compare_numbers(uint64_t x, uint64_t y) { return (x > y) - (x < y); }

static int compare_functions(one x, one y) {
  const int files = compare_texts(x->record.text.file, y->record.text.file);
  return files ? files : compare_texts(x->record.text.function, y->record.text.function);
}

static int compare_places(one x, one y) {
  int order = compare_functions(x, y);
  if (!order)
    order = compare_numbers(x->record.text.line, y->record.text.line);
  if (!order)
    order = compare_numbers(x->record.text.column, y->record.text.column);
  return order ? order : compare_numbers(x->thread.end_ns > 0, y->thread.end_ns > 0);
}

// Of threads that are alike, the order stays that of the process.
static int sort_places(const void *a, const void *b) {
  const one x = ((const struct last_one *)a)->thread, y = ((const struct last_one *)b)->thread;
  const int order = compare_places(x, y);
  return order ? order : compare_numbers((uintptr_t)x, (uintptr_t)y);
}

static int sort_groups(const void *a, const void *b) {
  const struct last_group *x = a, *y = b;
  return compare_numbers((uintptr_t)x->ones[0].thread, (uintptr_t)y->ones[0].thread);
}

size_t last_sort_places(const struct last_process *process, size_t skip, struct last_one **ones) {
  size_t count = 0;
  *ones = calloc(process->thread_count + 1, sizeof **ones);
  for (size_t i = skip; *ones && i < process->thread_count; i++)
    if (!process->threads[i].is_left_out)
      (*ones)[count++].thread = &process->threads[i];
  if (count)
    qsort(*ones, count, sizeof **ones, sort_places);
  return count;
}

static size_t count_same(struct last_group group, int compare(one, one)) {
  size_t same = 1;
  while (same < group.count && compare(group.ones[0].thread, group.ones[same].thread) == 0)
    same++;
  return same;
}

// More than a place is to be said of the others.
static bool is_plain(one t) {
  return t->has_site && !t->has_returned && !t->is_ahead && !t->has_only_last && !t->thread.is_end_thread;
}

size_t last_count_same_place(struct last_group group) {
  return is_plain(group.ones[0].thread) ? count_same(group, compare_places) : 1;
}

size_t last_count_same_function(struct last_group group) { return count_same(group, compare_functions); }

void last_put_names(FILE *out, struct last_group group) {
  for (size_t i = 0; i < group.count && i < NAMES_SHOWN; i++) {
    fputs(i ? ", " : "", out);
    last_put_name(out, &group.ones[i].thread->thread);
  }
  if (group.count > NAMES_SHOWN)
    fprintf(out, " and %zu more", group.count - NAMES_SHOWN);
}

static void put_group(FILE *out, const struct reader_run *run, struct last_group group, const struct last_look *look) {
  if (group.count == 1)
    return last_print_thread(out, run, group.ones[0].thread, look);
  fprintf(out, "  %zu threads, all at this statement: ", group.count);
  last_put_names(out, group);
  fputs(group.ones[0].thread->thread.end_ns ? "; exited\n" : "\n", out);
  last_put_statement(out, run, &group.ones[0].thread->record.text, look);
}

static void print_groups(FILE *out, const struct last_process *process, size_t skip, const struct last_look *look) {
  struct last_one *ones;
  const size_t count = last_sort_places(process, skip, &ones);
  struct last_group *groups = calloc(count + 1, sizeof *groups);
  size_t group_count = 0;
  for (size_t i = 0; groups && i < count; i += groups[group_count++].count)
    groups[group_count] =
        (struct last_group){ones + i, last_count_same_place((struct last_group){ones + i, count - i})};
  if (group_count)
    qsort(groups, group_count, sizeof *groups, sort_groups);
  for (size_t i = 0; i < group_count && !output_is_over(); i++)
    put_group(out, process->run, groups[i], look);
  free(groups);
  free(ones);
}

void last_print_rest(FILE *out, const struct last_process *process, size_t skip, const struct last_look *look) {
  size_t left_out = 0;
  for (size_t i = 0; i < process->thread_count; i++)
    left_out += process->threads[i].is_left_out;
  if (process->thread_count >= MANY_THREADS && !look->is_each)
    print_groups(out, process, skip, look);
  else
    for (size_t i = skip; i < process->thread_count && !output_is_over(); i++)
      if (!process->threads[i].is_left_out)
        last_print_thread(out, process->run, &process->threads[i], look);
  if (left_out)
    fprintf(out, "  %zu thread%s executed nothing of that, as far back as is known\n", left_out,
            left_out == 1 ? "" : "s");
  if (process->thread_count - left_out > 1)
    last_print_where(out, process);
}
