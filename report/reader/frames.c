// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Pushes and pops frames from statement to statement.

#include "frames.h"

#include "calls.h"

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
  if (frames->handler.signal) {
    frame.is_handler = true;
    frame.signal = frames->handler.signal;
    frame.frame_hash = frames->handler.frame;
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
  top->leaves = site->facts.leaves && !(top->signal && site->is_enter);
  top->ends = site->facts.ends;
  top->is_condition = site->is_condition;
  top->is_switch = site->is_switch;
  top->called = READER_NO_SITE;
  top->made = top->calls_made = top->unnamed_made = 0;
}

void reader_frames_begin(struct reader_frames *frames, const struct reader_history *history, uint64_t number) {
  frames->depth = 0;
  frames->next = number;
  frames->next_mark = 0;
  while (frames->next_mark < history->mark_count && history->marks[frames->next_mark].number < number)
    frames->next_mark++;
  frames->handler.signal = 0;
  frames->is_behind_loss = false;
  frames->is_cut = number > 0 || history->is_only_last;
}

// The innermost frame that a handler's mark has made; SIZE_MAX: none.
static size_t innermost_handler(const struct reader_frames *frames) {
  size_t i = frames->depth;
  while (i-- > 0)
    if (frames->frames[i].signal)
      return i;
  return SIZE_MAX;
}

// Whether it is the mark of a function that the optimizer has put into a handler: the two have one frame.
static bool is_inside(const struct reader_frames *frames, const struct reader_mark *mark) {
  const size_t i = innermost_handler(frames);
  return i != SIZE_MAX && frames->frames[i].signal == mark->signal && frames->frames[i].frame_hash == mark->frame;
}

// Leaves the frames of the handler that has returned. Where they are not known, nor is anything around it.
static size_t end_handler(struct reader_frames *frames, const struct reader_mark *mark) {
  const size_t depth = frames->depth;
  size_t i = depth;
  while (i-- > 0)
    if (frames->frames[i].signal && frames->frames[i].frame_hash == mark->frame) {
      frames->depth = i;
      return depth - i;
    }
  frames->depth = 0;
  frames->is_cut = true;
  return depth;
}

// What handlers began and returned before the next statement. Returns how many frames were left.
static size_t pass_marks(struct reader_frames *frames, const struct reader_history *history) {
  size_t popped = 0;
  for (; frames->next_mark < history->mark_count; frames->next_mark++) {
    const struct reader_mark *mark = &history->marks[frames->next_mark];
    if (mark->number > frames->next)
      break;
    if (mark->signal && !is_inside(frames, mark))
      frames->handler = *mark;
    else if (!mark->signal && frames->handler.signal && frames->handler.frame == mark->frame)
      frames->handler.signal = 0;
    else if (!mark->signal)
      popped += end_handler(frames, mark);
  }
  return popped;
}

struct reader_frames_change reader_frames_advance(struct reader_frames *frames, const struct reader_history *history) {
  struct reader_frames_change change = {.popped = pass_marks(frames, history)};
  if (change.popped)
    change.left = frames->frames[frames->depth];
  const uint32_t value = reader_history_value(history, frames->next);
  const struct reader_frames_site *site = value == READER_LOST ? NULL : reader_frames_site(frames, value);
  frames->is_behind_loss |= value == READER_LOST;
  if (site && site->is_there && site->facts.function != READER_NO_SITE) {
    const bool is_handler = frames->handler.signal && frames->depth;
    const struct reader_way way =
        is_handler ? (struct reader_way){.is_call = true} : reader_way_to(frames, value, site);
    frames->are_known |= site->facts.are_known;
    frames->is_cut |= way.is_from_outside;
    frames->depth -= way.pops;
    change.popped += way.pops;
    change.pushed = way.is_call;
    if (change.popped)
      change.left = frames->frames[frames->depth];
    if (way.is_call)
      enter(frames, site, way);
    frames->handler.signal = 0;
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

void reader_frames_settle(struct reader_frames *frames, const struct reader_history *history) {
  if (frames->next == history->end)
    pass_marks(frames, history);
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
