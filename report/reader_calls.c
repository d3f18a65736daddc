// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "reader_calls.h"

#include <string.h>

// How far down the stack is looked for a frame that fits better than the nearest one; and so for one that calls.
#define LOOK_FURTHER 64u

struct scene {
  struct reader_frames *frames;
  const struct reader_frame *top; // where control was
  bool calls;                     // what that statement may do
  bool leaves;                    //
  bool ends;                      //
  bool is_condition;              //
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

// Whether the statement can be the next one of the same call.
static bool may_stay(const struct scene *s) {
  const struct reader_facts *to = &s->site->facts;
  if (s->top->function != to->function)
    return false;
  if (s->site->is_operand || !s->leaves)
    return true;
  // What follows a statement at the end of a function is its own branch, or its own loop's beginning.
  const bool is_back = (int32_t)(s->value - s->top->value) < 0;
  return !s->ends && (s->value == s->top->value + 1 || (s->is_condition && is_back));
}

// The frame of the function that is at the one statement before.
static struct reader_way behind_statement(const struct scene *s, uint32_t before) {
  const struct reader_frame *frames = s->frames->frames;
  size_t nearest = s->frames->depth, looked = 0;
  for (size_t i = s->frames->depth; i-- > 0 && looked < LOOK_FURTHER;) {
    if (frames[i].function == s->site->facts.function) {
      if (frames[i].value == before)
        return to_frame(s, i);
      if (nearest == s->frames->depth)
        nearest = i;
    }
    looked += nearest < s->frames->depth;
  }
  return nearest < s->frames->depth ? to_frame(s, nearest) : from_outside(s);
}

// The nearest frame of the function further out, if all between may have returned.
static bool returned_to(const struct scene *s, struct reader_way *way) {
  const struct reader_frame *frames = s->frames->frames;
  for (size_t i = s->frames->depth - 1; s->leaves && i-- > 0;) {
    if (frames[i].function == s->site->facts.function) {
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
    if (s->frames->frames[i].function == to->function)
      return to_frame(s, i);
  return from_outside(s);
}

// How often a frame's statement names the function, beyond the calls that it made.
static bool has_call_left(const struct scene *s, const struct reader_frame *frame) {
  const uint32_t function = s->site->facts.function;
  return frame->calls &&
         reader_names(s->frames, frame->value, function) > (frame->called == function ? frame->made : 0);
}

// Frames that may have returned lead to one that calls the function, or goes round a loop at its beginning.
static bool called_further_out(const struct scene *s, struct reader_way *way) {
  const struct reader_facts *to = &s->site->facts;
  const struct reader_frame *frames = s->frames->frames;
  size_t again = SIZE_MAX, looked = 0;
  for (size_t i = s->frames->depth - 1; i-- > 0 && looked++ < LOOK_FURTHER;) {
    if (has_call_left(s, &frames[i])) {
      *way = call_from(s, i, true);
      return true;
    }
    if (frames[i].function == to->function && !to->is_only_once) {
      *way = to_frame(s, i);
      return true;
    }
    if (again == SIZE_MAX && frames[i].called == to->function)
      again = i; // a library calls it once more
    if (!frames[i].leaves)
      break;
  }
  if (again == SIZE_MAX)
    return false;
  *way = call_from(s, again, frames[again + 1].is_named);
  return true;
}

// By a statement that does not name it, further out: rather not by one that has made the call it names.
static struct reader_way called_by_pointer(const struct scene *s) {
  const struct reader_frame *frames = s->frames->frames;
  if (s->frames->depth == 1)
    return from_outside(s);
  for (size_t i = s->frames->depth - 1; i-- > 0;) {
    const bool is_done = frames[i + 1].is_named;
    if (frames[i].calls && !is_done)
      return call_from(s, i, false);
    if (!frames[i].leaves)
      break;
  }
  return call_from(s, s->frames->depth - 2, false);
}

// To where a function begins, or begins a loop.
static struct reader_way to_entry(const struct scene *s) {
  const bool may_be_loop = s->top->function == s->site->facts.function && !s->site->facts.is_only_once;
  const size_t top = s->frames->depth - 1;
  struct reader_way way;
  if (s->calls && has_call_left(s, s->top))
    return call_from(s, top, true);
  if (s->leaves && called_further_out(s, &way))
    return way;
  if (may_be_loop && !s->ends)
    return to_frame(s, top);
  if (s->leaves && !s->calls)
    return called_by_pointer(s);
  return call_from(s, top, false);
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
  s.is_condition = s.top->is_condition;
  return site->facts.is_entry ? to_entry(&s) : into(&s);
}
