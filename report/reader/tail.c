// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Compares the place of the newest record with that of the last look.

#define _GNU_SOURCE

#include "tail.h"

#include "file.h"

bool reader_tail_has_moved(const struct reader_run *run, const struct reader_thread *thread, struct reader_tail *tail) {
  struct sp_thread raw;
  uint64_t newest = 0;
  const uint64_t at = reader_segment_offset(run, thread->index);
  if (reader_file_read(run->fd, &raw, sizeof raw, at) < sizeof raw)
    return false;
  // The record of a tree changes with each of its steps.
  const uint64_t offset = raw.ring.next - thread->ring_address;
  if (offset >= sizeof newest && offset <= (uint64_t)thread->ring_chunks * SP_CHUNK_BYTES)
    reader_file_read(run->fd, &newest, sizeof newest, at + SP_THREAD_HEADER_BYTES + offset - sizeof newest);
  if (tail->is_begun && tail->next_place == raw.ring.next && tail->newest == newest)
    return false;
  tail->next_place = raw.ring.next;
  tail->newest = newest;
  return true;
}

bool reader_tail_read(struct reader_run *run, const struct reader_thread *thread, struct reader_tail *tail,
                      struct reader_history *history, struct reader_news *news) {
  history->wanted = tail->record;
  if (!reader_thread_history(run, thread, history))
    return false;
  const struct reader_ring *ring = &history->window.ring;
  *news = (struct reader_news){.from = history->first, .number = tail->number};
  if (!tail->is_begun)
    news->number = history->first;
  else if (ring->first > tail->record)
    news->gone = ring->first - tail->record - 1; // each of at least one statement
  else
    news->from = history->wanted_at + tail->shown;
  news->number += news->gone;
  if (news->from > history->end)
    news->from = history->end;
  if (ring->end > tail->record) {
    tail->record = ring->end - 1;
    tail->shown = history->end - history->newest_at;
    tail->is_begun = true;
  }
  tail->number = news->number + (history->end - news->from);
  return news->from < history->end;
}
