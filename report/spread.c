// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "spread.h"

// Of the statements from `from` on and before `to` the last one that looked at the clock and found that it had not
// changed; `from` if there is none.
static uint64_t last_look(const struct spread *spread, uint64_t from, uint64_t to) {
  const struct reader_history *history = spread->history;
  struct reader_site site;
  while (--to > from) {
    const uint32_t value = history->values[to];
    if (value != READER_LOST && reader_sites_find(&spread->run->sites, value, &site) && site.is_timed)
      return to;
  }
  return from;
}

// When the statements behind the last moment were over.
static uint64_t end_ns(const struct spread *spread, uint64_t from_ns) {
  const uint64_t end = spread->thread->end_ns ? spread->thread->end_ns : spread->run->header.end.time_ns;
  return end > from_ns ? end : from_ns;
}

// The knots from a moment to the next one. What looked at the clock in between, and all before it, was executed within
// one tick.
static void tie(struct spread *spread, size_t moment) {
  const struct reader_times *times = &spread->history->times;
  const uint64_t count = spread->history->end - spread->history->first;
  const bool is_last = moment + 1 >= times->count;
  const struct spread_knot from = {times->moments[moment].index,
                                   reader_times_real(spread->run, times->moments[moment].monotonic_ns)};
  struct spread_knot to = {count, end_ns(spread, from.ns)}, look = from;
  if (!is_last)
    to = (struct spread_knot){times->moments[moment + 1].index,
                              reader_times_real(spread->run, times->moments[moment + 1].monotonic_ns)};
  const uint64_t tick_ns = spread->run->header.tick_ns;
  if (tick_ns && from.ns + tick_ns < to.ns && from.index < to.index) {
    look.index = last_look(spread, from.index, to.index);
    look.ns = look.index > from.index ? from.ns + tick_ns : from.ns;
  }
  spread->knots[0] = from;
  spread->knots[1] = look;
  spread->knots[2] = to;
  spread->next = moment + 1;
}

void spread_begin(struct spread *spread, const struct reader_run *run, const struct reader_thread *thread,
                  const struct reader_history *history) {
  const uint64_t start = thread->start_ns ? thread->start_ns : run->header.start_realtime_ns;
  *spread = (struct spread){.run = run, .thread = thread, .history = history, .last_ns = start};
  if (history->times.count)
    tie(spread, 0);
}

static uint64_t between(struct spread_knot from, struct spread_knot to, uint64_t index) {
  const double part = (double)(index - from.index) / (double)(to.index - from.index);
  return from.ns + (uint64_t)((double)(to.ns - from.ns) * part);
}

uint64_t spread_time(struct spread *spread, uint64_t number) {
  const struct reader_times *times = &spread->history->times;
  const struct spread_knot *knots = spread->knots;
  const uint64_t index = number - spread->history->first;
  while (spread->next < times->count && index >= times->moments[spread->next].index)
    tie(spread, spread->next);
  uint64_t ns = spread->last_ns + (times->count == 0);
  if (times->count && index >= knots[0].index && index < knots[2].index) {
    const bool is_behind = index >= knots[1].index;
    ns = between(knots[is_behind], knots[is_behind + 1], index);
  }
  if (ns > spread->last_ns)
    spread->last_ns = ns;
  return spread->last_ns;
}
