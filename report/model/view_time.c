// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// When statements were executed, and the order of all threads in time. Some times are known (reader/times.h); between
// two of them the statements are taken to have followed in even steps, and behind the last one in steps as before it.
// Of a longer span the last statement that looked at the clock is known to have come in its first tick: what took the
// time is that statement, which waited, or what came behind it.

#include "view_parts.h"

#include <stdlib.h>

static const struct reader_run *run_of(const struct view *view, const struct view_thread *thread) {
  return view->processes[thread->process].run;
}

static uint64_t end_of(const struct view *view, const struct view_thread *thread) {
  return thread->end_ns ? thread->end_ns : view->processes[thread->process].reference_ns;
}

static uint64_t count_of(const struct view_thread *thread) { return thread->loaded_end - thread->first; }

static uint64_t moment_ns(const struct view *view, const struct view_thread *thread, size_t moment) {
  return reader_times_real(run_of(view, thread), thread->anchors.moments[moment].monotonic_ns);
}

static void add_anchor(const struct view *view, struct view_thread *thread, size_t moment) {
  const struct reader_moment *from = &thread->times.moments[moment];
  const bool is_tail = moment + 1 == thread->times.count;
  const uint64_t tick_ns = run_of(view, thread)->header.tick_ns;
  uint64_t index = is_tail ? count_of(thread) : from[1].index;
  if (!tick_ns || (!is_tail && from[1].monotonic_ns - from->monotonic_ns <= tick_ns))
    return;
  while (--index > from->index)
    if (view_site(view, thread->sites[index])->is_timed) {
      reader_times_add(&thread->anchors, index, from->monotonic_ns + tick_ns);
      return;
    }
}

void view_find_anchors(const struct view *view, struct view_thread *thread) {
  for (size_t i = 0; i < thread->times.count; i++) {
    const struct reader_moment *moment = &thread->times.moments[i];
    reader_times_add(&thread->anchors, moment->index, moment->monotonic_ns);
    if (moment->index < count_of(thread))
      add_anchor(view, thread, i);
  }
}

// Where `part` of `whole` lies between two times.
static uint64_t between(uint64_t from_ns, uint64_t to_ns, uint64_t part, uint64_t whole) {
  if (to_ns <= from_ns || !whole)
    return from_ns;
  return from_ns + (uint64_t)((unsigned __int128)(to_ns - from_ns) * part / whole);
}

// Nothing is known but when the thread began and ended.
static uint64_t guess_without_times(const struct view *view, const struct view_thread *thread, uint64_t index) {
  return between(thread->start_ns, end_of(view, thread), index, count_of(thread));
}

// Behind the last known time. What ended the process was executed at the end.
static uint64_t guess_tail(const struct view *view, const struct view_thread *thread, uint64_t index) {
  const size_t last = thread->anchors.count - 1;
  const struct reader_moment moment = thread->anchors.moments[last];
  const uint64_t from_ns = moment_ns(view, thread, last), end_ns = end_of(view, thread);
  if (last_is_at_fault(thread->state) || thread->state == LAST_ENDED_PROCESS)
    return between(from_ns, end_ns, index - moment.index, count_of(thread) - 1 - moment.index);
  uint64_t at_ns = from_ns + (index - moment.index) * 1000;
  if (last > 0) {
    const struct reader_moment before = thread->anchors.moments[last - 1];
    at_ns = from_ns + (uint64_t)((unsigned __int128)(moment.monotonic_ns - before.monotonic_ns) *
                                 (index - moment.index) / (moment.index - before.index));
  }
  return end_ns && at_ns > end_ns ? (end_ns > from_ns ? end_ns : from_ns) : at_ns;
}

uint64_t view_guess_time(const struct view *view, const struct view_thread *thread, uint64_t index) {
  if (!thread->anchors.count)
    return guess_without_times(view, thread, index);
  const size_t behind = reader_times_until(&thread->anchors, index);
  if (behind == 0) {
    const uint64_t first_ns = moment_ns(view, thread, 0);
    return between(thread->start_ns && thread->start_ns < first_ns ? thread->start_ns : first_ns, first_ns, index,
                   thread->anchors.moments[0].index);
  }
  if (behind == thread->anchors.count)
    return guess_tail(view, thread, index);
  const struct reader_moment *moment = &thread->anchors.moments[behind - 1];
  return between(moment_ns(view, thread, behind - 1), moment_ns(view, thread, behind), index - moment->index,
                 moment[1].index - moment->index);
}

// How many moments are at or before a time.
static size_t moments_before(const struct view *view, const struct view_thread *thread, uint64_t ns) {
  size_t low = 0, high = thread->anchors.count;
  while (low < high) {
    const size_t middle = low + (high - low) / 2;
    if (moment_ns(view, thread, middle) <= ns)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

uint64_t view_count_until(const struct view *view, const struct view_thread *thread, uint64_t ns) {
  const struct reader_times *times = &thread->anchors;
  const size_t behind = moments_before(view, thread, ns);
  uint64_t low = behind ? times->moments[behind - 1].index : 0;
  uint64_t high = behind < times->count ? times->moments[behind].index : count_of(thread);
  while (low < high) {
    const uint64_t middle = low + (high - low) / 2;
    if (view_guess_time(view, thread, middle) <= ns)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

static bool fill(const struct view *view, size_t number, uint64_t index, struct view_statement *statement) {
  const struct view_thread *thread = &view->threads[number];
  if (index >= count_of(thread))
    return false;
  const uint32_t site = thread->sites[index];
  const struct reader_when when =
      reader_times_find(&thread->times, run_of(view, thread), index, view_site(view, site)->is_timed);
  const uint64_t end_ns = end_of(view, thread);
  *statement = (struct view_statement){
      .thread = number,
      .number = thread->first + index,
      .site = site,
      .from_ns = when.from_ns,
      .to_ns = when.to_ns || !when.from_ns || end_ns < when.from_ns ? when.to_ns : end_ns,
      .at_ns = view_guess_time(view, thread, index),
  };
  return true;
}

bool view_statement(struct view *view, size_t thread, uint64_t number, struct view_statement *statement) {
  return view_load(view, thread) && number >= view->threads[thread].first &&
         fill(view, thread, number - view->threads[thread].first, statement);
}

uint64_t view_span(struct view *view, size_t thread, uint64_t *number, uint64_t count) {
  if (!view_load(view, thread))
    return 0;
  const struct view_thread *t = &view->threads[thread];
  if (*number < t->first) {
    count = count > t->first - *number ? count - (t->first - *number) : 0;
    *number = t->first;
  }
  if (*number >= t->loaded_end)
    return 0;
  return count < t->loaded_end - *number ? count : t->loaded_end - *number;
}

// Statements with the same time are ordered by thread, then by number.
uint64_t view_index_in_time(const struct view *view, size_t number, const struct view_statement *from,
                            bool is_backwards) {
  const struct view_thread *thread = &view->threads[number];
  uint64_t index; // of the first one behind
  if (number == from->thread)
    index = from->number - thread->first + !is_backwards;
  else
    index = from->at_ns ? view_count_until(view, thread, from->at_ns - (number > from->thread)) : 0;
  if (is_backwards)
    return index ? index - 1 : UINT64_MAX;
  return index < count_of(thread) ? index : UINT64_MAX;
}

bool view_is_nearer(const struct view_statement *one, const struct view_statement *best, bool is_backwards) {
  const bool is_earlier = one->at_ns != best->at_ns ? one->at_ns < best->at_ns : one->thread < best->thread;
  return is_earlier != is_backwards;
}

bool view_next_in_time(struct view *view, const struct view_statement *from, bool is_backwards,
                       struct view_statement *next) {
  struct view_statement one;
  bool is_found = false;
  view_load_all(view);
  for (size_t i = 0; i < view->thread_count; i++) {
    const uint64_t index = view_index_in_time(view, i, from, is_backwards);
    if (index == UINT64_MAX || !fill(view, i, index, &one))
      continue;
    if (!is_found || view_is_nearer(&one, next, is_backwards))
      *next = one;
    is_found = true;
  }
  return is_found;
}

bool view_at_time(struct view *view, size_t thread, uint64_t ns, struct view_statement *statement) {
  struct view_statement one;
  bool is_found = false;
  const size_t first = thread == VIEW_NONE ? 0 : thread, end = thread == VIEW_NONE ? view->thread_count : thread + 1;
  for (size_t i = first; i < end; i++) {
    if (!view_load(view, i))
      continue;
    const uint64_t count = view_count_until(view, &view->threads[i], ns);
    if (!count || !fill(view, i, count - 1, &one))
      continue;
    if (!is_found || view_is_nearer(&one, statement, true))
      *statement = one;
    is_found = true;
  }
  return is_found;
}

void view_time_span(const struct view *view, uint64_t *from_ns, uint64_t *to_ns) {
  *from_ns = *to_ns = 0;
  for (size_t i = 0; i < view->process_count; i++) {
    const struct view_process *process = &view->processes[i];
    const uint64_t start_ns = process->run->header.start_realtime_ns;
    if (start_ns && (!*from_ns || start_ns < *from_ns))
      *from_ns = start_ns;
    if (process->reference_ns > *to_ns)
      *to_ns = process->reference_ns;
  }
  for (size_t i = 0; i < view->thread_count; i++) {
    const struct view_thread *thread = &view->threads[i];
    if (thread->end_ns > *to_ns)
      *to_ns = thread->end_ns;
    if (thread->has_last && thread->at.from_ns > *to_ns) // of a process that ended without a word
      *to_ns = thread->at.from_ns;
  }
}

bool view_density(struct view *view, size_t thread, uint64_t from_ns, uint64_t to_ns, size_t count, uint32_t *buckets) {
  if (!view_load(view, thread) || to_ns <= from_ns)
    return false;
  const struct view_thread *t = &view->threads[thread];
  uint64_t before = from_ns ? view_count_until(view, t, from_ns - 1) : 0;
  for (size_t i = 0; i < count; i++) {
    const uint64_t until = view_count_until(view, t, between(from_ns, to_ns, i + 1, count) - (i + 1 < count));
    buckets[i] = until - before < UINT32_MAX ? (uint32_t)(until - before) : UINT32_MAX;
    before = until;
  }
  return true;
}
