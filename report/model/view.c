// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The processes and threads of a view, and what became of them meanwhile.

#define _GNU_SOURCE

#include "view_parts.h"

#include "report/reader/parts.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

// What a thread's reading has told, in the view's words.
static void take_place(struct view *view, struct view_thread *thread, const struct last_thread *last) {
  const struct sp_record_text *text = &last->record.text;
  thread->has_last = last->has_record;
  thread->place = last->has_returned ? VIEW_PLACE_RETURNED : last->is_ahead ? VIEW_PLACE_AHEAD : VIEW_PLACE_NEWEST;
  thread->has_number = last->has_record && text->seq > 0;
  thread->end = last->last;
  thread->lost = last->lost;
  thread->open = last->open;
  thread->at = (struct view_statement){.thread = (size_t)(thread - view->threads)};
  if (!last->has_record)
    return;
  thread->at.site = view_intern(view, thread->process, text, false, last->line != NULL);
  thread->at.number = thread->has_number ? text->seq - 1 : 0;
  thread->at.from_ns = thread->at.at_ns = text->realtime_ns;
  if (text->realtime_ns && text->within_ns != SP_RECORD_OPEN)
    thread->at.to_ns = text->realtime_ns + text->within_ns;
}

static uint64_t mark_of(struct view_process *process, const struct reader_source *source) {
  struct stat status = {0};
  char name[32];
  if (source->has_text) {
    snprintf(name, sizeof name, "%d.txt", source->thread.tid);
    if (fstatat(process->run->directory_fd, name, &status, 0) != 0)
      return 0;
    return (uint64_t)status.st_size ^ (uint64_t)status.st_ino << 40;
  }
  return source->has_ring ? reader_window_mark(process->run, &source->thread) : 0;
}

static void take_source(struct view *view, struct view_thread *thread, const struct reader_source *source) {
  const struct reader_thread *from = &source->thread;
  thread->source = *source;
  thread->tid = from->tid;
  thread->number = from->number;
  thread->is_text = source->has_text && source->is_text;
  thread->start_ns = from->start_ns;
  thread->end_ns = from->end_ns;
  thread->state = last_state_of(view->processes[thread->process].run, from);
  memcpy(thread->name, from->name, sizeof thread->name);
}

static struct view_thread *find_thread(struct view *view, size_t process, const struct reader_source *source) {
  for (size_t i = 0; i < view->thread_count; i++) {
    struct view_thread *thread = &view->threads[i];
    if (thread->process == process && thread->number == source->thread.number && thread->tid == source->thread.tid)
      return thread;
  }
  return NULL;
}

static struct view_thread *add_thread(struct view *view, size_t process) {
  if (view->thread_count == view->thread_room) {
    view->thread_room = view->thread_room ? 2 * view->thread_room : 64;
    view->threads = view_allocate(view->threads, view->thread_room * sizeof *view->threads);
  }
  struct view_thread *thread = &view->threads[view->thread_count++];
  *thread = (struct view_thread){.process = process};
  view->processes[process].thread_count++;
  return thread;
}

// Reads where a thread stands. The history that this takes is kept for the first one: it is looked at first.
static void read_place(struct view *view, size_t number, struct last_process *process, bool is_kept) {
  struct view_thread *thread = &view->threads[number];
  struct last_thread last = {
      .thread = thread->source.thread,
      .has_ring = thread->source.has_ring,
      .has_text = thread->source.has_text,
  };
  last_read(process, &last);
  take_place(view, thread, &last);
  if (is_kept && last.has_ring && !thread->is_text && !thread->is_loaded)
    view_take_history(view, thread, &process->history);
  free(last.line);
}

// Lists a process's threads: new ones, and those that recorded something more, are read. Returns whether any were.
static bool read_threads(struct view *view, size_t number) {
  struct view_process *process = &view->processes[number];
  struct choice everything = {0};
  struct last_process reading = {.run = process->run, .choice = &everything};
  struct reader_source *sources;
  bool is_changed = false;
  const size_t count = reader_sources(process->run, &sources), before = process->thread_count;
  for (size_t i = 0; i < count; i++) {
    struct view_thread *thread = before ? find_thread(view, number, &sources[i]) : NULL;
    const enum last_state state = last_state_of(process->run, &sources[i].thread);
    const uint64_t mark = mark_of(process, &sources[i]);
    if (thread && thread->mark == mark && thread->state == state)
      continue;
    if (!thread)
      thread = add_thread(view, number);
    take_source(view, thread, &sources[i]);
    thread->mark = mark;
    const bool is_kept = number == 0 && (last_is_at_fault(thread->state) || thread == view->threads);
    read_place(view, (size_t)(thread - view->threads), &reading, is_kept && !before);
    is_changed = true;
  }
  free(sources);
  last_free(&reading);
  choice_free(&everything);
  return is_changed;
}

static bool add_process(struct view *view, const char *path) {
  struct reader_run *run = reader_run_open(&view->reader, path);
  if (!run)
    return false;
  view->processes = view_allocate(view->processes, (view->process_count + 1) * sizeof *view->processes);
  view->processes[view->process_count] = (struct view_process){.run = run, .reference_ns = last_reference_ns(run)};
  tally_begin(&view->processes[view->process_count].site_by_value);
  read_threads(view, view->process_count++);
  return true;
}

static bool is_open(const struct view *view, const char *path) {
  for (size_t i = 0; i < view->process_count; i++)
    if (strcmp(view->processes[i].run->path, path) == 0)
      return true;
  return false;
}

static bool is_family(const struct view *view, const struct find_runs *runs) {
  for (size_t i = 0; i < runs->count; i++)
    if (is_open(view, runs->paths[i]))
      return true;
  return view->process_count == 0;
}

bool view_add(struct view *view, const struct find_runs *runs) {
  bool is_added = false;
  if (!is_family(view, runs))
    return false;
  for (size_t i = 0; i < runs->count; i++)
    is_added |= !is_open(view, runs->paths[i]) && add_process(view, runs->paths[i]);
  view->changes += is_added;
  return is_added;
}

bool view_open(struct view *view, const struct find_runs *runs) {
  *view = (struct view){0};
  view->reader.problems.out = open_memstream(&view->words, &view->word_bytes);
  view->sites = view_sites_new();
  view_add(view, runs);
  return view->process_count > 0;
}

void view_close(struct view *view) {
  for (size_t i = 0; i < view->thread_count; i++)
    view_forget(&view->threads[i]);
  for (size_t i = 0; i < view->process_count; i++) {
    reader_run_close(view->processes[i].run);
    tally_free(&view->processes[i].site_by_value);
  }
  free(view->threads);
  free(view->processes);
  view_sites_free(view->sites);
  reader_free(&view->reader);
  if (view->reader.problems.out)
    fclose(view->reader.problems.out);
  free(view->words);
  *view = (struct view){0};
}

const char *view_words(struct view *view) {
  if (view->reader.problems.out)
    fflush(view->reader.problems.out);
  return view->words ? view->words : "";
}

// New tables: what had no site may have one, also where nothing was recorded since.
static void forget_sites(struct view *view, size_t number) {
  struct view_process *process = &view->processes[number];
  tally_free(&process->site_by_value);
  tally_begin(&process->site_by_value);
  for (size_t i = 0; i < view->thread_count; i++)
    if (view->threads[i].process == number)
      view->threads[i].mark = 0;
}

// The run is opened anew: its end, its modules and its size may be others.
static bool refresh_process(struct view *view, size_t number) {
  struct view_process *process = &view->processes[number];
  if (!reader_end_may_go_on(process->run->end))
    return false;
  struct reader_run *run = reader_run_open(&view->reader, process->run->path);
  if (!run)
    return false;
  const bool is_changed = run->end != process->run->end;
  if (run->sites.count != process->run->sites.count)
    forget_sites(view, number);
  reader_run_close(process->run);
  process->run = run;
  process->reference_ns = last_reference_ns(run);
  return read_threads(view, number) || is_changed;
}

bool view_refresh(struct view *view) {
  bool is_changed = false;
  for (size_t i = 0; i < view->process_count; i++)
    is_changed |= refresh_process(view, i);
  view->changes += is_changed;
  return is_changed;
}

bool view_is_running(const struct view *view) {
  for (size_t i = 0; i < view->process_count; i++)
    if (reader_end_may_go_on(view->processes[i].run->end))
      return true;
  return false;
}

static const struct view *sorted; // the view whose threads are compared

static int compare_display(const void *a, const void *b) {
  const struct view_thread *x = &sorted->threads[*(const size_t *)a], *y = &sorted->threads[*(const size_t *)b];
  const bool x_crashed = last_is_at_fault(x->state), y_crashed = last_is_at_fault(y->state);
  if (x_crashed != y_crashed)
    return x_crashed ? -1 : 1;
  if (x->process != y->process)
    return x->process < y->process ? -1 : 1;
  if (x->source.thread.is_end_thread != y->source.thread.is_end_thread)
    return x->source.thread.is_end_thread ? -1 : 1;
  if (x->number != y->number)
    return x->number < y->number ? -1 : 1;
  return x < y ? -1 : x > y;
}

size_t *view_display_order(const struct view *view) {
  size_t *order = view_allocate(NULL, view->thread_count * sizeof *order);
  for (size_t i = 0; i < view->thread_count; i++)
    order[i] = i;
  sorted = view;
  if (view->thread_count)
    qsort(order, view->thread_count, sizeof *order, compare_display);
  return order;
}
