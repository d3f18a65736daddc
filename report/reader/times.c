// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Keeps the moments that a ring knows in their order, and searches them.

#include "times.h"

#include <stdlib.h>

static bool make_room(struct reader_times *times) {
  if (times->count < times->room)
    return true;
  const size_t room = times->room ? times->room * 2 : 64;
  struct reader_moment *moments = realloc(times->moments, room * sizeof *moments);
  if (!moments)
    return false;
  times->moments = moments;
  times->room = room;
  return true;
}

void reader_times_add(struct reader_times *times, uint64_t index, uint64_t monotonic_ns) {
  if (monotonic_ns == 0 || !make_room(times))
    return;
  if (times->count > 0) {
    struct reader_moment *last = times->moments + times->count - 1;
    if (monotonic_ns < last->monotonic_ns)
      return;
    if (last->index == index) { // nothing was executed in between
      last->monotonic_ns = monotonic_ns;
      return;
    }
  }
  times->moments[times->count++] = (struct reader_moment){index, monotonic_ns};
}

size_t reader_times_until(const struct reader_times *times, uint64_t index) {
  size_t low = 0, high = times->count;
  while (low < high) {
    const size_t middle = low + (high - low) / 2;
    if (times->moments[middle].index <= index)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

uint64_t reader_times_real(const struct reader_run *run, uint64_t monotonic_ns) {
  return run->header.start_realtime_ns + (monotonic_ns - run->header.start_monotonic_ns);
}

struct reader_when reader_times_find(const struct reader_times *times, const struct reader_run *run, uint64_t index,
                                     bool looks) {
  struct reader_when when = {0};
  const size_t behind = reader_times_until(times, index);
  if (behind < times->count)
    when.to_ns = reader_times_real(run, times->moments[behind].monotonic_ns);
  if (behind == 0)
    return when;
  const struct reader_moment before = times->moments[behind - 1];
  const uint64_t tick_ns = run->header.tick_ns;
  when.from_ns = reader_times_real(run, before.monotonic_ns);
  if (before.index == index)
    when.to_ns = when.from_ns;
  else if (looks && tick_ns && (!when.to_ns || when.to_ns > when.from_ns + tick_ns))
    when.to_ns = when.from_ns + tick_ns;
  return when;
}

void reader_times_free(struct reader_times *times) {
  free(times->moments);
  *times = (struct reader_times){0};
}
