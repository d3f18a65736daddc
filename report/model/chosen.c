// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Counts first how many of the chosen statements come before the newest ones that are wanted.

#include "chosen.h"

static bool is_chosen(struct chosen *chosen, const struct reader_record *record, uint32_t value) {
  return value ? choice_has_site(chosen->choice, chosen->stream.run, value)
               : choice_has_text(chosen->choice, &record->text);
}

// How many statements to leave out so that the newest ones of those chosen are left, where only some are chosen.
static uint64_t count_skipped(struct chosen *chosen, struct reader_run *run, const struct reader_source *source,
                              uint64_t newest) {
  struct reader_record record;
  uint32_t value;
  uint64_t count = 0;
  if (newest == UINT64_MAX || !reader_stream_open(&chosen->stream, run, source, UINT64_MAX))
    return 0;
  while (reader_stream_next(&chosen->stream, &record, &value))
    count += is_chosen(chosen, &record, value);
  return count > newest ? count - newest : 0;
}

bool chosen_open(struct chosen *chosen, struct reader_run *run, const struct reader_source *source, uint64_t newest) {
  const bool are_some = choice_is_by_site(chosen->choice);
  chosen->skipped = are_some ? count_skipped(chosen, run, source, newest) : 0;
  return reader_stream_open(&chosen->stream, run, source, are_some ? UINT64_MAX : newest);
}

bool chosen_next(struct chosen *chosen, struct reader_record *record, uint32_t *value) {
  while (reader_stream_next(&chosen->stream, record, value)) {
    if (!is_chosen(chosen, record, *value))
      continue;
    if (!chosen->skipped)
      return true;
    chosen->skipped--;
  }
  return false;
}

void chosen_free(struct chosen *chosen) { reader_stream_free(&chosen->stream); }
