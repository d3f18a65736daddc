// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Distributes the time between two known moments over the statements in between.

#include "spread.h"

// What a statement takes that does not wait: a thread that computes fills a chunk in 5 to 50 us.
#define COMPUTING_NS 10u

// Of the statements from `from` on and before `to` the last one that looked at the clock, which is before a call that
// may wait. Returns false if there is none.
static bool find_look(const struct spread *spread, uint64_t from, uint64_t to, uint64_t *look) {
  const struct reader_history *history = spread->history;
  struct reader_site site;
  while (to-- > from) {
    const uint32_t value = history->values[to];
    if (value != READER_LOST && reader_sites_find(&spread->run->sites, value, &site) && site.is_timed) {
      *look = to;
      return true;
    }
  }
  return false;
}

// When the statements behind the last moment were over.
static uint64_t end_ns(const struct spread *spread, uint64_t from_ns) {
  const uint64_t end = spread->thread->end_ns ? spread->thread->end_ns : spread->run->header.end.time_ns;
  return end > from_ns ? end : from_ns;
}

static uint64_t least(uint64_t a, uint64_t b) { return a < b ? a : b; }

// The knots from a moment to the next one. What looked at the clock in between found that it had not changed: it, and
// all before it, was executed within one tick. It then waited, if anything did.
static void tie(struct spread *spread, size_t moment) {
  const struct reader_times *times = &spread->history->times;
  const uint64_t count = spread->history->end - spread->history->first, tick_ns = spread->run->header.tick_ns;
  const bool is_last = moment + 1 >= times->count;
  const struct spread_knot from = {times->moments[moment].index,
                                   reader_times_real(spread->run, times->moments[moment].monotonic_ns)};
  struct spread_knot to = {count, end_ns(spread, from.ns)}, look = from, behind = from;
  if (!is_last)
    to = (struct spread_knot){times->moments[moment + 1].index,
                              reader_times_real(spread->run, times->moments[moment + 1].monotonic_ns)};
  if (find_look(spread, from.index, to.index, &look.index)) {
    const uint64_t most = tick_ns ? least(tick_ns, to.ns - from.ns) : to.ns - from.ns;
    look.ns = from.ns + least(most, (look.index - from.index) * COMPUTING_NS);
    behind.index = look.index + 1;
    behind.ns = to.ns - least(to.ns - look.ns, (to.index - behind.index) * COMPUTING_NS);
  }
  spread->knots[0] = from;
  spread->knots[1] = look;
  spread->knots[2] = behind;
  spread->knots[3] = to;
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
  if (times->count && index >= knots[0].index && index < knots[3].index) {
    const size_t part = index >= knots[2].index ? 2 : index >= knots[1].index ? 1 : 0;
    ns = between(knots[part], knots[part + 1], index);
  }
  if (ns > spread->last_ns)
    spread->last_ns = ns;
  return spread->last_ns;
}
