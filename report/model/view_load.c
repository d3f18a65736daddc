// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Reads what a thread executed, from its ring or its text, into one form.

#include "view_parts.h"

#include <stdlib.h>
#include <string.h>

// A gap in the numbers of a text that is filled with lost records; a larger one is another thread of the same id.
#define GAP_MOST 4096u

static void need_counts(struct view_sites *sites) {
  if (sites->counts_room >= sites->count)
    return;
  const uint32_t room = sites->room > sites->counts_room ? sites->room : sites->count;
  sites->counts = view_allocate(sites->counts, room * sizeof *sites->counts);
  memset(sites->counts + sites->counts_room, 0, (room - sites->counts_room) * sizeof *sites->counts);
  sites->counts_room = room;
}

// Of the statements that were read, each site once with its number.
static void count_sites(struct view *view, struct view_thread *thread) {
  struct view_sites *sites = view->sites;
  const uint64_t count = thread->loaded_end - thread->first;
  size_t used = 0;
  need_counts(sites);
  for (uint64_t i = 0; i < count; i++)
    used += sites->counts[thread->sites[i]]++ == 0;
  thread->counted = view_allocate(NULL, used * sizeof *thread->counted);
  thread->counted_count = 0;
  for (uint32_t site = 0; site < sites->count && thread->counted_count < used; site++) {
    if (!sites->counts[site])
      continue;
    thread->counted[thread->counted_count++] = (struct view_counted){site, sites->counts[site]};
    sites->counts[site] = 0;
  }
}

static void finish(struct view *view, struct view_thread *thread) {
  thread->is_loaded = true;
  thread->generation++;
  count_sites(view, thread);
  view_find_anchors(view, thread);
}

void view_take_history(struct view *view, struct view_thread *thread, struct reader_history *history) {
  const uint64_t count = history->end - history->first;
  view_forget(thread);
  for (uint64_t i = 0; i < count; i++)
    history->values[i] = view_site_of_value(view, thread->process, history->values[i]);
  thread->sites = view_allocate(history->values, count * sizeof *history->values);
  thread->first = history->first;
  thread->loaded_end = history->end;
  thread->times = history->times;
  history->values = NULL;
  history->room = 0;
  history->times = (struct reader_times){0};
  finish(view, thread);
}

static void load_ring(struct view *view, struct view_thread *thread) {
  struct reader_history history = {0};
  if (reader_thread_history(view->processes[thread->process].run, &thread->source.thread, &history))
    view_take_history(view, thread, &history);
  reader_history_free(&history);
}

static void put_site(struct view_thread *thread, size_t *room, uint32_t site) {
  if (thread->loaded_end - thread->first == *room) {
    *room = *room ? 2 * *room : 1024;
    thread->sites = view_allocate(thread->sites, *room * sizeof *thread->sites);
  }
  thread->sites[thread->loaded_end++ - thread->first] = site;
}

static void put_record(struct view *view, struct view_thread *thread, size_t *room,
                       const struct reader_record *record) {
  const struct sp_run_header *header = &view->processes[thread->process].run->header;
  const uint64_t number = record->text.seq ? record->text.seq - 1 : 0, ns = record->text.realtime_ns;
  if (thread->loaded_end == thread->first)
    thread->first = thread->loaded_end = number;
  if (number > thread->loaded_end && number - thread->loaded_end <= GAP_MOST)
    while (thread->loaded_end < number)
      put_site(thread, room, VIEW_LOST);
  if (ns)
    reader_times_add(&thread->times, thread->loaded_end - thread->first,
                     ns - header->start_realtime_ns + header->start_monotonic_ns);
  put_site(thread, room, view_intern(view, thread->process, &record->text, false, true));
}

static void load_text(struct view *view, struct view_thread *thread) {
  struct reader_stream stream = {0};
  struct reader_record record;
  uint32_t value;
  size_t room = 0;
  uint64_t lines = 0;
  if (reader_stream_open(&stream, view->processes[thread->process].run, &thread->source, VIEW_TEXT_NEWEST)) {
    for (; reader_stream_next(&stream, &record, &value); lines++)
      put_record(view, thread, &room, &record);
    reader_stream_tell(&stream);
    thread->is_cut = lines == VIEW_TEXT_NEWEST && thread->first > 0;
    finish(view, thread);
  }
  reader_stream_free(&stream);
}

bool view_load(struct view *view, size_t number) {
  struct view_thread *thread = number < view->thread_count ? &view->threads[number] : NULL;
  if (!thread)
    return false;
  if (!thread->is_loaded && thread->is_text)
    load_text(view, thread);
  else if (!thread->is_loaded && thread->source.has_ring)
    load_ring(view, thread);
  if (!thread->is_loaded) // there is nothing: that is not asked again
    finish(view, thread);
  return thread->loaded_end > thread->first;
}

void view_load_all(struct view *view) {
  for (size_t i = 0; i < view->thread_count; i++)
    view_load(view, i);
}

void view_forget(struct view_thread *thread) {
  free(thread->sites);
  free(thread->counted);
  reader_times_free(&thread->times);
  reader_times_free(&thread->anchors);
  thread->sites = NULL;
  thread->counted = NULL;
  thread->counted_count = 0;
  thread->first = thread->loaded_end = 0;
  thread->is_loaded = thread->is_cut = false;
}

void view_reload(struct view *view, size_t thread) {
  if (thread < view->thread_count)
    view_forget(&view->threads[thread]);
}
