// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Hashes each file as it goes by, holes included.

#define _GNU_SOURCE

#include "pack_sums.h"

#include "common/memory.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

void pack_sums_begin(struct pack_sums *sums) {
  *sums = (struct pack_sums){.state = XXH3_createState()};
  sums->out = open_memstream(&sums->text, &sums->bytes);
  if (!sums->state || !sums->out)
    memory_is_short();
  XXH3_64bits_reset(sums->state);
}

void pack_sums_add(struct pack_sums *sums, const void *bytes, size_t count) {
  if (!sums->state)
    return;
  XXH3_64bits_update(sums->state, bytes, count);
  sums->length += count;
}

void pack_sums_skip(struct pack_sums *sums, uint64_t offset) {
  static const unsigned char zeros[1 << 16];
  while (sums->state && sums->length < offset) {
    const uint64_t left = offset - sums->length;
    pack_sums_add(sums, zeros, left < sizeof zeros ? (size_t)left : sizeof zeros);
  }
}

void pack_sums_end(struct pack_sums *sums, const char *name) {
  if (!sums->state)
    return;
  fprintf(sums->out, "%016" PRIx64 " %s\n", (uint64_t)XXH3_64bits_digest(sums->state), name);
  XXH3_64bits_reset(sums->state);
  sums->length = 0;
}

char *pack_sums_finish(struct pack_sums *sums) {
  XXH3_freeState(sums->state);
  sums->state = NULL;
  if (fclose(sums->out) != 0)
    memory_is_short();
  sums->out = NULL;
  return sums->text;
}

uint64_t pack_hash(const void *bytes, size_t count) { return XXH3_64bits(bytes, count); }
