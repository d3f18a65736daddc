// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "reader_frames.h"

#include "reader_calls.h"

#include <stdlib.h>
#include <string.h>

static bool push(struct reader_frames *frames, struct reader_frame frame) {
  if (frames->depth == frames->room) {
    const size_t room = frames->room ? frames->room * 2 : 64;
    struct reader_frame *more = realloc(frames->frames, room * sizeof *more);
    if (!more)
      return false;
    frames->frames = more;
    frames->room = room;
  }
  frames->frames[frames->depth++] = frame;
  return true;
}

static void enter(struct reader_frames *frames, const struct reader_frames_site *site, struct reader_way way) {
  struct reader_frame frame = {.function = site->facts.function, .entered = frames->next};
  if (frames->depth) {
    struct reader_frame *caller = &frames->frames[frames->depth - 1];
    caller->made = caller->called == frame.function ? caller->made + 1 : 1;
    caller->called = frame.function;
    caller->calls_made++;
    caller->unnamed_made += !way.is_named;
    frame.is_handler = way.is_handler;
    frame.is_named = way.is_named;
  }
  if (push(frames, frame))
    return;
  frames->depth = 0; // memory is short: what is around it is not known
  frames->is_cut = true;
  push(frames, frame);
}

static void stand_at(struct reader_frames *frames, const struct reader_frames_site *site, uint32_t value) {
  if (!frames->depth)
    return;
  struct reader_frame *top = &frames->frames[frames->depth - 1];
  top->value = value;
  top->number = frames->next;
  top->calls = site->facts.calls;
  top->leaves = site->facts.leaves;
  top->ends = site->facts.ends;
  top->is_condition = site->is_condition;
  top->is_switch = site->is_switch;
  top->called = READER_NO_SITE;
  top->made = top->calls_made = top->unnamed_made = 0;
}

void reader_frames_begin(struct reader_frames *frames, const struct reader_history *history, uint64_t number) {
  frames->depth = 0;
  frames->next = number;
  frames->is_behind_loss = false;
  frames->is_cut = number > 0 || history->is_only_last;
}

struct reader_frames_change reader_frames_advance(struct reader_frames *frames, const struct reader_history *history) {
  struct reader_frames_change change = {0};
  const uint32_t value = reader_history_value(history, frames->next);
  const struct reader_frames_site *site = value == READER_LOST ? NULL : reader_frames_site(frames, value);
  frames->is_behind_loss |= value == READER_LOST;
  if (site && site->is_there && site->facts.function != READER_NO_SITE) {
    const struct reader_way way = reader_way_to(frames, value, site);
    frames->are_known |= site->facts.are_known;
    frames->is_cut |= way.is_from_outside;
    frames->depth -= way.pops;
    change.popped = way.pops;
    change.pushed = way.is_call;
    if (way.pops)
      change.left = frames->frames[frames->depth];
    if (way.is_call)
      enter(frames, site, way);
    stand_at(frames, site, value);
    frames->is_behind_loss = false;
  }
  frames->next++;
  return change;
}

void reader_frames_go(struct reader_frames *frames, const struct reader_history *history, uint64_t number) {
  while (frames->next <= number && frames->next < history->end)
    reader_frames_advance(frames, history);
}

bool reader_frames_have_callers(const struct reader_frames *frames) {
  struct reader_site site;
  if (!frames->is_cut || !frames->depth)
    return frames->is_cut;
  return !reader_sites_find(&frames->run->sites, frames->frames[0].function, &site) ||
         strcmp(site.function, "main") != 0;
}

void reader_frames_free(struct reader_frames *frames) {
  free(frames->frames);
  free(frames->sites);
  free(frames->names);
  *frames = (struct reader_frames){.run = frames->run};
}
