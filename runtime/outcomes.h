// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The file "outcomes" in the folder of runs: how commands ended, and what was lost, by name. A page of counters, which
// are added to in place, so that parallel builds need no lock; then for each counter a few slots of text, which are
// written in turn. A counter is found by its name, so that several versions can share the file.
#ifndef SOURCEPRINT_RUNTIME_OUTCOMES_H
#define SOURCEPRINT_RUNTIME_OUTCOMES_H

#include <stdint.h>
#include <string.h>
#include <sys/types.h>

#define SP_OUTCOMES_FILE "outcomes"
#define SP_OUTCOMES_PAGE 4096u
#define SP_OUTCOME_SLOTS 20u
// Of text: fields, each with a tab before it, which are when (seconds since 1970), the folder, the source or program,
// the reason, the command; no line breaks; the rest is 0.
#define SP_OUTCOME_SLOT_BYTES 1024u

#define SP_OUTCOME_LOST_RUN "lost run"
#define SP_OUTCOME_SHORT_RUN "run with small rings"

struct sp_outcome {
  uint64_t hash; // of the name; 0: free
  uint64_t count;
  char name[48]; // NUL-terminated, the rest 0
};
#define SP_OUTCOMES (SP_OUTCOMES_PAGE / sizeof(struct sp_outcome))

// Where in the file the slot is of a counter's number-th event, from 0.
static inline off_t sp_outcome_slot(size_t counter, uint64_t number) {
  return (off_t)(SP_OUTCOMES_PAGE + (counter * SP_OUTCOME_SLOTS + number % SP_OUTCOME_SLOTS) * SP_OUTCOME_SLOT_BYTES);
}

// Finds or takes the counter of a name, in a page that others may add to. Returns SP_OUTCOMES if all are taken.
static inline size_t sp_outcome_find(struct sp_outcome *outcomes, const char *name) {
  uint64_t hash = 0xcbf29ce484222325u; // FNV-1a
  for (const char *p = name; *p; p++)
    hash = (hash ^ (unsigned char)*p) * 0x100000001b3u;
  for (size_t i = 0; i < SP_OUTCOMES; i++) {
    uint64_t there = 0;
    if (__atomic_compare_exchange_n(&outcomes[i].hash, &there, hash, 0, __ATOMIC_RELAXED, __ATOMIC_RELAXED))
      strncpy(outcomes[i].name, name, sizeof outcomes[i].name - 1);
    if (there == 0 || there == hash)
      return i;
  }
  return SP_OUTCOMES;
}

#endif
