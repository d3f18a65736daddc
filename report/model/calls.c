// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Gives each function name a number, and follows the frames of a ring, or the function names of a text.

#define _GNU_SOURCE

#include "calls.h"

#include "common/memory.h"
#include "common/utf8.h"

#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

static uint32_t number_name(struct calls *calls, const char *name) {
  const uint64_t hash = XXH64(name, strlen(name), 0) | 1;
  if (!calls->by_name.slots)
    tally_begin(&calls->by_name);
  const struct tally_slot *slot = tally_find(&calls->by_name, hash);
  if (slot->key)
    return (uint32_t)slot->count - 1;
  calls->names = realloc(calls->names, (calls->name_count + 1) * sizeof *calls->names);
  char *repaired = calls->names ? utf8_repaired(name) : NULL;
  char *kept = repaired ? repaired : strdup(name);
  if (!calls->names || !kept)
    memory_is_short();
  calls->names[calls->name_count++] = kept;
  tally_add(&calls->by_name, hash, calls->name_count);
  return calls->name_count - 1;
}

bool calls_open(struct calls *calls, struct reader_run *run, const struct reader_source *source) {
  struct reader_stream *stream = &calls->stream;
  if (calls->frames.run != run) {
    reader_frames_free(&calls->frames);
    calls->frames = (struct reader_frames){.run = run};
    tally_free(&calls->by_value);
    tally_begin(&calls->by_value);
  }
  calls->depth = 0;
  calls->text_ns = run->header.start_realtime_ns;
  if (!reader_stream_open(stream, run, source, UINT64_MAX))
    return false;
  if (!stream->text) {
    reader_frames_begin(&calls->frames, &stream->history, stream->history.first);
    spread_begin(&calls->spread, run, &stream->source.thread, &stream->history);
  }
  return true;
}

// The function that was entered, by its first site.
static void set_function(struct calls *calls, struct calls_step *step, const struct reader_frame *frame) {
  struct reader_site site;
  step->is_pushed = true;
  step->is_handler = frame->is_handler;
  const bool is_there = reader_sites_find(&calls->frames.run->sites, frame->function, &site);
  if (is_there) {
    step->file = site.file;
    step->line = site.line;
  }
  const struct tally_slot *slot = tally_find(&calls->by_value, frame->function);
  step->name = slot->key ? (uint32_t)slot->count - 1 : number_name(calls, is_there ? site.function : "-");
  if (!slot->key && frame->function)
    tally_add(&calls->by_value, frame->function, step->name + 1);
}

static bool next_of_ring(struct calls *calls, struct calls_step *step) {
  struct reader_stream *stream = &calls->stream;
  const struct reader_history *history = &stream->history;
  struct reader_frames *frames = &calls->frames;
  struct reader_site site;
  const uint64_t number = frames->next;
  if (number >= history->end)
    return false;
  const uint32_t value = reader_history_value(history, number);
  const struct reader_frames_change change = reader_frames_advance(frames, history);
  stream->number = frames->next;
  step->seq = number + 1;
  step->popped = change.popped;
  step->is_cut = reader_frames_have_callers(frames);
  step->is_known = frames->depth && frames->frames[frames->depth - 1].number == number;
  step->is_counted = value != READER_LOST && choice_has_site(calls->choice, stream->run, value);
  step->time_ns = spread_time(&calls->spread, number);
  if (change.pushed && frames->depth)
    set_function(calls, step, &frames->frames[frames->depth - 1]);
  if (!step->is_known && value != READER_LOST)
    stream->unknown += !reader_sites_find(&stream->run->sites, value, &site);
  calls->depth = frames->depth;
  return true;
}

static bool next_of_text(struct calls *calls, struct calls_step *step) {
  struct reader_record record;
  uint32_t value;
  if (!reader_stream_next(&calls->stream, &record, &value))
    return false;
  const struct sp_record_text *text = &record.text;
  const uint32_t name = text->function ? number_name(calls, text->function) : calls->current;
  step->seq = text->seq;
  step->is_cut = true;
  step->is_known = text->function;
  step->is_counted = choice_has_text(calls->choice, text);
  if (text->function && (!calls->depth || name != calls->current)) {
    step->popped = calls->depth;
    step->is_pushed = true;
    step->name = calls->current = name;
    step->file = text->file ? calls_name(calls, number_name(calls, text->file)) : NULL;
    step->line = text->line;
    calls->depth = 1;
  }
  if (text->realtime_ns > calls->text_ns)
    calls->text_ns = text->realtime_ns;
  step->time_ns = calls->text_ns;
  return true;
}

bool calls_next(struct calls *calls, struct calls_step *step) {
  *step = (struct calls_step){0};
  if (calls->stream.text ? next_of_text(calls, step) : next_of_ring(calls, step))
    return true;
  reader_stream_tell(&calls->stream);
  return false;
}

void calls_free(struct calls *calls) {
  for (uint32_t i = 0; i < calls->name_count; i++)
    free(calls->names[i]);
  free(calls->names);
  tally_free(&calls->by_name);
  tally_free(&calls->by_value);
  reader_frames_free(&calls->frames);
  reader_stream_free(&calls->stream);
}
