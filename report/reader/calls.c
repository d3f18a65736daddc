// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Decides from the facts of two sites whether control entered, left or stayed in a function.

#include "calls.h"

#include <string.h>

// How far out is looked for a frame that fits better than the nearest one, without any being left.
#define LOOK_FURTHER 64u

struct scene {
  struct reader_frames *frames;
  const struct reader_frame *top; // where control was
  bool calls;                     // what that statement may do
  bool leaves;                    //
  bool ends;                      //
  uint32_t value;                 // where it came to
  const struct reader_frames_site *site;
};

static struct reader_way to_frame(const struct scene *s, size_t index) {
  return (struct reader_way){.pops = s->frames->depth - 1 - index};
}

static struct reader_way call_from(const struct scene *s, size_t index, bool is_named) {
  return (struct reader_way){
      .pops = s->frames->depth - 1 - index,
      .is_call = true,
      .is_named = is_named,
      .is_handler = !s->frames->frames[index].calls && !s->frames->is_behind_loss,
  };
}

// The callers are gone, or were never seen.
static struct reader_way from_outside(const struct scene *s) {
  return (struct reader_way){.pops = s->frames->depth, .is_call = true, .is_from_outside = !s->site->facts.is_entry};
}

// To the middle of a function that has no frame: one of a caller before the window, unless a frame that could not
// return is in between. Then something was taken for what it is not, and it is put there.
static struct reader_way into_unknown(const struct scene *s) {
  size_t i = s->frames->depth;
  bool leaves = s->leaves;
  while (leaves && --i > 0)
    leaves = s->frames->frames[i - 1].leaves;
  const bool is_mistaken = i > 0 && i < s->frames->depth;
  if (s->frames->is_cut && !is_mistaken)
    return from_outside(s);
  return call_from(s, is_mistaken ? i - 1 : 0, false);
}

// Whether the statement can be the next one of the same call.
static bool may_stay(const struct scene *s) {
  const struct reader_facts *to = &s->site->facts;
  if (s->top->function != to->function)
    return false;
  if (s->site->is_operand || !s->leaves)
    return true;
  // What follows a statement at the end of a function is its own branch, or its own loop's beginning.
  const int32_t ahead = (int32_t)(s->value - s->top->value);
  return !s->ends && (ahead == 1 || (s->top->is_condition && ahead < 0) || (s->top->is_switch && ahead > 0));
}

// The frame of the function that is at the one statement before.
static struct reader_way behind_statement(const struct scene *s, uint32_t before) {
  const struct reader_frame *frames = s->frames->frames;
  size_t nearest = s->frames->depth, looked = 0;
  for (size_t i = s->frames->depth; i-- > 0 && looked < LOOK_FURTHER;) {
    if (frames[i].function == s->site->facts.function) {
      if (frames[i].value == before)
        return to_frame(s, i);
      if (nearest == s->frames->depth && !frames[i].ends)
        nearest = i;
    }
    looked += nearest < s->frames->depth;
  }
  return nearest < s->frames->depth ? to_frame(s, nearest) : into_unknown(s);
}

// The nearest frame of the function further out, if all between may have returned.
static bool returned_to(const struct scene *s, struct reader_way *way) {
  const struct reader_frame *frames = s->frames->frames;
  size_t looked = 0;
  for (size_t i = s->frames->depth - 1; s->leaves && i-- > 0 && looked++ < LOOK_FURTHER;) {
    if (frames[i].function == s->site->facts.function && !frames[i].ends) {
      *way = to_frame(s, i);
      return true;
    }
    if (!frames[i].leaves)
      return false;
  }
  return false;
}

// To the middle of a function.
static struct reader_way into(const struct scene *s) {
  const struct reader_facts *to = &s->site->facts;
  const bool is_here = s->top->function == to->function;
  struct reader_way way;
  if (to->before != READER_NO_SITE)
    return behind_statement(s, to->before);
  if (may_stay(s) || (is_here && !s->ends && !returned_to(s, &way)))
    return to_frame(s, s->frames->depth - 1);
  // By a return, or past frames that could not return, by longjmp().
  for (size_t i = s->frames->depth - is_here; i-- > 0;)
    if (s->frames->frames[i].function == to->function && !s->frames->frames[i].ends)
      return to_frame(s, i);
  return into_unknown(s);
}

// How often a frame's statement names the function, beyond the calls that it made.
static bool has_call_left(const struct scene *s, const struct reader_frame *frame) {
  const uint32_t function = s->site->facts.function;
  return frame->calls &&
         reader_names(s->frames, frame->value, function) > (frame->called == function ? frame->made : 0);
}

// Whether it has a call of that kind that was not made yet.
static bool has_left(const struct scene *s, const struct reader_frame *frame, uint32_t kind) {
  return frame->calls && reader_names(s->frames, frame->value, kind) > frame->unnamed_made;
}

// Whether the frame is in the loop with which its function begins, so that it may come to its entry again.
static bool goes_round(const struct scene *s, const struct reader_frame *frame) {
  const struct reader_facts *to = &s->site->facts;
  const uint32_t end = s->site->loop_end;
  return frame->function == to->function && !to->is_only_once && !frame->ends &&
         (!end || frame->value - s->value < end - s->value);
}

// Frames that may have returned lead to one that calls the function, or goes round a loop at its beginning.
static bool called_further_out(const struct scene *s, struct reader_way *way) {
  const struct reader_frame *frames = s->frames->frames;
  size_t looked = 0;
  for (size_t i = s->frames->depth - 1; i-- > 0 && looked++ < LOOK_FURTHER;) {
    if (has_call_left(s, &frames[i])) {
      *way = call_from(s, i, true);
      return true;
    }
    if (goes_round(s, &frames[i])) {
      *way = to_frame(s, i);
      return true;
    }
    if (!frames[i].leaves)
      break;
  }
  return false;
}

// So, where a library calls the function once more.
static bool called_again(const struct scene *s, struct reader_way *way) {
  const struct reader_frame *frames = s->frames->frames;
  size_t looked = 0;
  for (size_t i = s->frames->depth - 1; i-- > 0 && looked++ < LOOK_FURTHER;) {
    if (frames[i].called == s->site->facts.function) {
      *way = call_from(s, i, frames[i + 1].is_named);
      return true;
    }
    if (!frames[i].leaves)
      break;
  }
  return false;
}

// Whether the statement made as many calls as its text has.
static bool is_done(const struct scene *s, const struct reader_frame *frame) {
  return !frame->calls || frame->calls_made >= reader_names(s->frames, frame->value, READER_ANY_CALLS);
}

// By a statement that does not name it, further out: one that has more calls, or one that has made such a call.
static struct reader_way called_by_pointer(const struct scene *s) {
  const struct reader_frame *frames = s->frames->frames;
  size_t best = s->frames->depth - 2;
  bool has_one = false;
  if (s->frames->depth == 1)
    return from_outside(s);
  for (size_t i = s->frames->depth - 1; i-- > 0;) {
    if (has_left(s, &frames[i], READER_OPAQUE_CALLS) || !is_done(s, &frames[i]))
      return call_from(s, i, false);
    if (!has_one && frames[i].calls && !frames[i + 1].is_named) {
      best = i;
      has_one = true;
    }
    if (!frames[i].leaves)
      break;
  }
  return call_from(s, best, false);
}

// To where a function begins, or begins a loop.
static struct reader_way to_entry(const struct scene *s) {
  const size_t top = s->frames->depth - 1;
  struct reader_way way;
  if (s->calls && has_call_left(s, s->top))
    return call_from(s, top, true);
  if (has_left(s, s->top, READER_POINTER_CALLS))
    return call_from(s, top, false);
  if (s->leaves && called_further_out(s, &way))
    return way;
  if (goes_round(s, s->top))
    return to_frame(s, top);
  if (!s->leaves || has_left(s, s->top, READER_OPAQUE_CALLS))
    return call_from(s, top, false);
  if (called_again(s, &way))
    return way;
  return s->calls ? call_from(s, top, false) : called_by_pointer(s);
}

struct reader_way reader_way_to(struct reader_frames *frames, uint32_t value, const struct reader_frames_site *site) {
  struct scene s = {.frames = frames, .value = value, .site = site};
  if (!frames->depth)
    return from_outside(&s);
  s.top = &frames->frames[frames->depth - 1];
  if (site->facts.is_step && s.top->function == site->facts.function)
    return to_frame(&s, frames->depth - 1);
  s.calls = frames->is_behind_loss || s.top->calls;
  s.leaves = frames->is_behind_loss || s.top->leaves;
  s.ends = !frames->is_behind_loss && s.top->ends;
  return site->facts.is_entry ? to_entry(&s) : into(&s);
}
