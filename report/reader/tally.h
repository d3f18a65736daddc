// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A number for each of some keys: a hash table with open addressing, inlined, as it is asked for each record. Where
// memory is short, the process ends.
#ifndef SOURCEPRINT_REPORT_TALLY_H
#define SOURCEPRINT_REPORT_TALLY_H

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#define TALLY_FIRST_SLOTS 4096u // a power of 2

struct tally_slot {
  uint64_t key; // 0: free
  uint64_t count;
};

struct tally {
  struct tally_slot *slots; // owned
  size_t size;              // a power of 2
  size_t used;
};

// Multiplicative hashing (Knuth, The Art of Computer Programming, volume 3, 6.4): keys differ in low bits mostly.
static inline size_t tally_first(const struct tally *tally, uint64_t key) {
  return (size_t)((key * UINT64_C(0x9e3779b97f4a7c15)) >> 32) & (tally->size - 1);
}

// The key's slot, or the free one where it belongs.
static inline struct tally_slot *tally_find(const struct tally *tally, uint64_t key) {
  size_t i = tally_first(tally, key);
  while (tally->slots[i].key != 0 && tally->slots[i].key != key)
    i = (i + 1) & (tally->size - 1);
  return &tally->slots[i];
}

static inline void tally_make_slots(struct tally *tally, size_t size) {
  *tally = (struct tally){.slots = calloc(size, sizeof *tally->slots), .size = size};
  if (!tally->slots)
    abort();
}

static inline void tally_begin(struct tally *tally) { tally_make_slots(tally, TALLY_FIRST_SLOTS); }

static inline void tally_grow(struct tally *tally) {
  struct tally larger;
  tally_make_slots(&larger, tally->size * 2);
  larger.used = tally->used;
  for (size_t i = 0; i < tally->size; i++)
    if (tally->slots[i].key != 0)
      *tally_find(&larger, tally->slots[i].key) = tally->slots[i];
  free(tally->slots);
  *tally = larger;
}

// key: not 0.
static inline void tally_add(struct tally *tally, uint64_t key, uint64_t times) {
  struct tally_slot *slot = tally_find(tally, key);
  if (slot->key == 0) {
    slot->key = key;
    if (++tally->used * 2 > tally->size) {
      tally_grow(tally);
      slot = tally_find(tally, key);
    }
  }
  slot->count += times;
}

static inline void tally_free(struct tally *tally) {
  free(tally->slots);
  *tally = (struct tally){0};
}

#endif
