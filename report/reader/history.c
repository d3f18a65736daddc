// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Unfolds a ring into one number for each statement, and answers questions about them by number.

#define _GNU_SOURCE

#include "history.h"

#include "marks.h"

#include <stdlib.h>
#include <string.h>

// For what one record may bring: its own tree, and those that signal handlers had interrupted.
#define ROOM ((READER_NESTED_MAX + 2u) * (SP_STEP_MAX + 1u))

static bool make_room(struct reader_history *history, size_t more, size_t used) {
  if (used + more <= history->room)
    return true;
  const size_t room = (used + more) * 2;
  uint32_t *values = realloc(history->values, room * sizeof *values);
  if (!values)
    return false;
  history->values = values;
  history->room = room;
  return true;
}

// Whether a record that cannot be unfolded is of a site that is known.
static bool has_site(const struct reader_run *run, struct sp_record record) {
  struct reader_site site;
  return reader_sites_find(&run->sites, record.site, &site);
}

static uint64_t chunk_time(const struct reader_ring *ring, uint64_t n) {
  uint64_t begun;
  memcpy(&begun, ring->bytes + n / SP_CHUNK_RECORDS % ring->chunks * SP_CHUNK_BYTES, sizeof begun);
  return begun;
}

static uint64_t recorded_time(const struct reader_ring *ring, uint64_t n) {
  uint64_t word;
  const struct sp_record record = reader_ring_record(ring, n);
  memcpy(&word, &record, sizeof word);
  return chunk_time(ring, n) + ((word >> 32 & SP_TIME_MOST) << SP_TIME_SHIFT);
}

// Returns how many statements there are, or SIZE_MAX if memory is short. *damaged: whether what a record says of its
// tree makes no sense; then it counts as its site's statement.
static size_t unfold(struct reader_run *run, const struct reader_ring *ring, struct reader_history *history,
                     bool *damaged) {
  struct reader_unfolding u = {.run = run, .history = history};
  for (uint64_t n = ring->first; n < ring->end; n++) {
    const struct sp_record record = reader_ring_record(ring, n);
    if (!make_room(history, ROOM, u.used))
      return SIZE_MAX;
    if (n <= history->wanted)
      history->wanted_at = u.used;
    history->newest_at = u.used;
    if (n % SP_CHUNK_RECORDS == 0)
      reader_times_add(&history->times, u.used, chunk_time(ring, n));
    if (record.site == SP_RECORD_TIME) {
      reader_times_add(&history->times, u.used, recorded_time(ring, n));
    } else if (record.site == SP_RECORD_SIGNAL) {
      if (!reader_unfold_mark(&u, record, n))
        return SIZE_MAX;
    } else if (reader_record_is_there(record)) {
      if (!reader_unfold_tree(&u, record, n)) {
        history->values[u.used++] = record.site;
        *damaged |= has_site(run, record);
      }
    } else if (reader_window_chunk_ends(ring, n)) {
      n += SP_CHUNK_RECORDS - 1 - n % SP_CHUNK_RECORDS;
    } else {
      history->values[u.used++] = READER_LOST;
      history->lost++;
    }
  }
  if (!make_room(history, ROOM, u.used))
    return SIZE_MAX;
  reader_unfold_end(&u);
  return u.used;
}

static void number_marks(struct reader_history *history) {
  for (size_t i = 0; i < history->mark_count; i++) {
    history->marks[i].number += history->first;
    if (history->marks[i].interrupted != READER_NO_NUMBER)
      history->marks[i].interrupted += history->first;
  }
}

static void take_only_last(struct reader_history *history) {
  history->values[0] = history->only_last;
  history->only_last = 0;
  history->is_only_last = true;
  history->end = history->first + 1;
  history->times.count = 0; // they say when the thread began
}

bool reader_thread_history(struct reader_run *run, const struct reader_thread *thread, struct reader_history *history) {
  struct reader_window *window = &history->window;
  history->first = history->end = history->lost = history->open = 0;
  history->times.count = history->mark_count = history->only_last = 0;
  history->wanted_at = history->newest_at = 0;
  history->is_only_last = false;
  if (!reader_window_read(run, thread, window))
    return false;
  if (window->is_damaged)
    return true;
  bool damaged = false;
  const size_t count = unfold(run, &window->ring, history, &damaged);
  if (count == SIZE_MAX)
    return false;
  if (damaged)
    reader_thread_problem(run, thread, "records are damaged, what was executed behind their statements is not known");
  if (window->ring.end <= history->wanted)
    history->wanted_at = count;
  history->open = window->ring.open;
  history->first = window->is_slow && window->statements >= count ? window->statements - count : window->ring.first;
  history->end = history->first + count;
  history->wanted_at += history->first;
  history->newest_at += history->first;
  number_marks(history);
  history->only_last = window->only_last;
  if (history->only_last && count == 0 && make_room(history, 1, 0))
    take_only_last(history);
  return true;
}

struct reader_when reader_history_when(const struct reader_history *history, const struct reader_run *run,
                                       const struct reader_thread *thread, uint64_t number) {
  struct reader_site site;
  const uint32_t value = reader_history_value(history, number);
  const bool looks = value != READER_LOST && reader_sites_find(&run->sites, value, &site) && site.is_timed;
  struct reader_when when = reader_times_find(&history->times, run, number - history->first, looks);
  const uint64_t end = thread->end_ns ? thread->end_ns : run->header.end.time_ns;
  if (!when.to_ns && when.from_ns && end >= when.from_ns)
    when.to_ns = end;
  return when;
}

bool reader_history_last(const struct reader_history *history, uint64_t *number) {
  const struct reader_mark *newest = history->mark_count ? &history->marks[history->mark_count - 1] : NULL;
  const bool has_returned = newest && newest->number == history->end && !newest->signal;
  if (has_returned && newest->interrupted != READER_NO_NUMBER &&
      reader_history_value(history, newest->interrupted) != READER_LOST) {
    *number = newest->interrupted;
    return true;
  }
  for (uint64_t n = history->end; n > history->first; n--)
    if (reader_history_value(history, n - 1) != READER_LOST) {
      *number = n - 1;
      return true;
    }
  return false;
}

void reader_history_free(struct reader_history *history) {
  free(history->values);
  free(history->marks);
  reader_window_free(&history->window);
  reader_times_free(&history->times);
  *history = (struct reader_history){0};
}
