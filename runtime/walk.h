// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The way from a ring to statements, for the reader and for the crash snapshot, which looks at rings that are still
// written to. Calls nothing, believes nothing that it did not check, and only reads what it is given.
#ifndef SOURCEPRINT_RUNTIME_WALK_H
#define SOURCEPRINT_RUNTIME_WALK_H

#include "format.h"

#include <stdbool.h>
#include <string.h>

// The chunks that a ring has; most: its ring_chunks. A kill may come between the two halves of the counter: then no
// chunk behind the smaller number was begun. 0: it is damaged.
static inline uint32_t sp_ring_room(const struct sp_counter *room, uint32_t most) {
  const uint64_t before = ~room->inverse;
  if (room->value == 0 && room->inverse == 0) // killed before the first chunk, or an older runtime
    return most;
  const bool is_sound = before == room->value || (before < room->value && room->value <= 2 * before);
  return is_sound && room->value >= SP_RING_CHUNKS_MIN && room->value <= most ? (uint32_t)room->value : 0;
}

// Where a thread is in its ring.
struct sp_ring_place {
  uint64_t begun;     // chunks begun; 0: the place makes no sense
  uint32_t in_newest; // records begun in the newest chunk, at most SP_CHUNK_RECORDS
  bool is_next_begun; // the chunk behind the newest one is begun, and was not entered
};

// next: ring.next; begun: the thread's count of chunks.
static inline struct sp_ring_place sp_find_ring_place(uint64_t next, uint64_t begun, uint64_t ring_address,
                                                      uint32_t room) {
  struct sp_ring_place place = {0};
  const uint64_t offset = next - ring_address, in_chunk = offset % SP_CHUNK_BYTES, chunk = offset / SP_CHUNK_BYTES;
  if (chunk >= room || in_chunk % sizeof(struct sp_record) != 0 || in_chunk < SP_CHUNK_FIRST ||
      in_chunk > SP_CHUNK_FIRST + SP_CHUNK_RECORDS * sizeof(struct sp_record) || begun == 0)
    return place;
  place.in_newest = (uint32_t)((in_chunk - SP_CHUNK_FIRST) / sizeof(struct sp_record));
  if ((begun - 1) % room == chunk) {
    place.begun = begun;
  } else if (begun > 1 && (begun - 2) % room == chunk) {
    place.begun = begun - 1;
    place.is_next_begun = true;
  }
  return place;
}

// Offset of record `number` in the ring. Records are numbered from 0, in the order of the chunks.
static inline uint64_t sp_record_offset(uint64_t number, uint32_t room) {
  return number / SP_CHUNK_RECORDS % room * SP_CHUNK_BYTES + SP_CHUNK_FIRST +
         number % SP_CHUNK_RECORDS * sizeof(struct sp_record);
}

// What is in the place of record `number`; its site is 0 unless that record was stored.
static inline struct sp_record sp_record_in_place(uint64_t place, uint64_t number, uint32_t room) {
  struct sp_record record;
  memcpy(&record, &place, sizeof record);
  return record.lap == sp_lap(number / SP_CHUNK_RECORDS, room) ? record : (struct sp_record){0};
}

// Number of the oldest record that the ring can have; begun: the chunks that were, or are next.
static inline uint64_t sp_oldest_record(uint64_t begun, uint32_t room) {
  return begun > room ? (begun - room) * SP_CHUNK_RECORDS : 0;
}

// Site k of a table, which may be at any address.
static inline struct sp_site sp_site_at(const unsigned char *table, uint32_t k) {
  struct sp_site site;
  memcpy(&site, table + sizeof(struct sp_table_header) + (size_t)k * sizeof site, sizeof site);
  return site;
}

// The statement that leads to site k in its tree; k itself if that is the head.
static inline uint32_t sp_site_before(const unsigned char *table, uint32_t k) {
  const struct sp_site site = sp_site_at(table, k);
  return site.step && site.back <= k ? k - site.back : k;
}

// The statements of a tree from its head to `last`: their sites, the oldest first, into sites, which has room for
// SP_STEP_MAX + 1. Returns how many; 0 if no way leads from `last` to the head.
static inline unsigned sp_tree_unfold(const unsigned char *table, uint32_t head, uint32_t last, uint32_t *sites) {
  unsigned count = 0;
  uint32_t k = last;
  for (; k != head && count < SP_STEP_MAX; count++) {
    const uint32_t before = sp_site_before(table, k);
    if (before == k)
      return 0;
    k = before;
  }
  if (k != head)
    return 0;
  k = last;
  for (unsigned i = count; i > 0; i--) {
    sites[i] = k;
    k = sp_site_before(table, k);
  }
  sites[0] = head;
  return count + 1;
}

#endif
