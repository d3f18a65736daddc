// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Records by hand have no site that a compiler made. Each place with its text gets one when it comes first: a table of
// one site, appended to a region that is mapped from a file of the run and listed as one more module. So a reader sees
// nothing new, and what was recorded can be read whatever becomes of the process.
//
// A place that is known is found without a lock: what is known of it is complete before its hash is stored.
#define _GNU_SOURCE
#include "hand.h"

#include "process.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "record_text.h"

#define REGION_BYTES (256u * 1024u)
#define REGIONS 16u
#define NAME_BYTES 512u // of a file or function; the rest is cut
#define PLACES 16384u   // a power of 2
#define PLACES_MOST (PLACES / 4 * 3)
#define ADDRESSES 8 // that are tried for a region

static struct region {
  char *memory;
  uint32_t used;
} regions[REGIONS];
static uint32_t region_count;

static struct place {
  uint64_t hash;     // 0: free; of 64 bits, so that two places never have the same
  uint32_t value;    // 0: it has no site yet
  uint32_t question; // see sp_question(); whether it is kept was asked then
  bool is_kept;
} places[PLACES]; // takes memory where it is used
static uint32_t place_count;
static bool is_full; // noted

static size_t length_of(const char *name) { return strnlen(name, NAME_BYTES); }

static uint64_t hash_of(const struct sp_hand_place *place) {
  uint64_t hash = sp_checksum(&place->line, sizeof place->line);
  hash = sp_checksum_more(hash, &place->macro, 1);
  hash = sp_checksum_more(hash, place->file, length_of(place->file) + 1);
  hash = sp_checksum_more(hash, place->function, length_of(place->function) + 1);
  hash = sp_checksum_more(hash, place->text, strnlen(place->text, SP_SNIPPET_MAX));
  return hash ? hash : 1;
}

// The place's own entry, or the free one that it would have.
static struct place *find(uint64_t hash) {
  uint32_t i = (uint32_t)(hash ^ hash >> 32) % PLACES;
  for (;; i = (i + 1) % PLACES) {
    uint64_t there = __atomic_load_n(&places[i].hash, __ATOMIC_ACQUIRE);
    if (there == hash || there == 0)
      return &places[i];
  }
}

static void name_file(char name[32], uint32_t number) {
  struct sp_text_out out = {name, name + 31};
  sp_text_plain(&out, SP_HAND_PREFIX);
  sp_text_number(&out, number, 1);
  sp_text_plain(&out, ".sites");
  *out.at = '\0';
}

// Makes the file of a region with the given content, and maps it; at: an address to replace, or NULL.
static char *map_region(uint32_t number, const char *content, uint32_t bytes, char *at) {
  char path[SP_PATH_MAX], name[32];
  name_file(name, number);
  if (sp_join(path, sizeof path, sp_process.run, "/", name, NULL) != 0)
    return NULL;
  int file = open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (file < 0)
    return NULL;
  char *memory = MAP_FAILED;
  if (sp_reserve(file, 0, REGION_BYTES) && sp_write_all(file, content, bytes) == 0)
    memory = mmap(at, REGION_BYTES, PROT_READ | PROT_WRITE, MAP_SHARED | (at ? MAP_FIXED : 0), file, 0);
  int kept = errno;
  close(file);
  errno = kept;
  if (memory == MAP_FAILED)
    unlink(path);
  return memory == MAP_FAILED ? NULL : memory;
}

bool sp_keep_hand_region(uint64_t address, bool *is_kept) {
  uint32_t i = 0;
  while (i < region_count && (uint64_t)(uintptr_t)regions[i].memory != address)
    i++;
  if (i == region_count)
    return false;
  *is_kept = map_region(i, regions[i].memory, regions[i].used, regions[i].memory) != NULL;
  if (!*is_kept)
    regions[i].used = REGION_BYTES; // it is the parent's: nothing may be added
  return true;
}

// A region's values must be no other module's: where they are, it is mapped elsewhere, and the memory that is in the
// way is held until then.
static bool add_region(void) {
  char name[32], *tried[ADDRESSES];
  int count = 0;
  bool is_added = false;
  if (region_count == REGIONS)
    return false;
  name_file(name, region_count);
  char *memory = map_region(region_count, NULL, 0, NULL);
  while (memory && !(is_added = sp_add_region(memory, REGION_BYTES, name)) && count < ADDRESSES) {
    tried[count++] = memory;
    memory = mremap(memory, 0, REGION_BYTES, MREMAP_MAYMOVE); // a second mapping of the same
    memory = memory == MAP_FAILED ? NULL : memory;
  }
  while (count > 0)
    munmap(tried[--count], REGION_BYTES);
  if (is_added)
    regions[region_count++] = (struct region){memory, 0};
  return is_added;
}

// Adds a string of at most `bytes` bytes. Returns its offset.
static uint32_t add_string(char *strings, uint32_t *used, const char *text, size_t bytes) {
  uint32_t offset = *used;
  if (bytes == 0)
    return 0; // the empty string
  memcpy(strings + offset, text, bytes);
  *used = offset + (uint32_t)bytes + 1; // the memory is zero
  return offset;
}

// The rest of the region is zero, which is padding, until the table's magic is stored.
static uint32_t write_table(struct region *region, const struct sp_hand_place *place) {
  struct sp_table_header *table = (struct sp_table_header *)(region->memory + region->used);
  struct sp_site *site = (struct sp_site *)(table + 1);
  char *strings = (char *)(site + 1);
  uint32_t used = 1;
  table->version = SP_FORMAT_VERSION;
  table->header_bytes = sizeof *table;
  table->site_count = 1;
  table->string_offset = sizeof *table + sizeof *site;
  site->file = add_string(strings, &used, place->file, length_of(place->file));
  site->function = add_string(strings, &used, place->function, length_of(place->function));
  site->snippet = add_string(strings, &used, place->text, strnlen(place->text, SP_SNIPPET_MAX));
  site->line = place->line;
  site->macro = place->macro;
  site->kind = SP_KIND_STATEMENT | SP_SITE_TIMED;
  table->main_file = site->file;
  table->string_bytes = used;
  table->total_bytes = (table->string_offset + used + SP_TABLE_ALIGN - 1) / SP_TABLE_ALIGN * SP_TABLE_ALIGN;
  table->checksum = sp_checksum(site, table->total_bytes - sizeof *table);
  __atomic_store_n(&table->magic, SP_TABLE_MAGIC, __ATOMIC_RELEASE);
  region->used += table->total_bytes;
  return (uint32_t)(uintptr_t)table + 1;
}

// A child of clone() writes into its parent's regions, and does not know how far they are used.
static uint32_t add_site(const struct sp_hand_place *place) {
  if (sp_process.header->pid != getpid())
    return 0;
  const uint32_t most = sizeof(struct sp_table_header) + sizeof(struct sp_site) + 2 * (NAME_BYTES + 1) +
                        SP_SNIPPET_MAX + 2 + SP_TABLE_ALIGN;
  bool has_room = region_count > 0 && regions[region_count - 1].used + most <= REGION_BYTES;
  if (has_room || add_region())
    return write_table(&regions[region_count - 1], place);
  if (!is_full)
    sp_note("records by hand with a new place or text are left out: there is no room for more of them", NULL);
  is_full = true;
  return 0;
}

static uint32_t ask(const struct sp_hand_place *asked, uint64_t hash) {
  struct place *place = find(hash);
  if (place->hash == 0 && place_count == PLACES_MOST)
    return 0;
  bool is_kept = sp_selects_place(asked->file, asked->function);
  if (is_kept && place->value == 0)
    place->value = add_site(asked);
  place->is_kept = is_kept && place->value != 0;
  place_count += place->hash == 0;
  __atomic_store_n(&place->question, sp_question(), __ATOMIC_RELAXED);
  __atomic_store_n(&place->hash, hash, __ATOMIC_RELEASE);
  return place->is_kept ? place->value : 0;
}

uint32_t sp_hand_value(const struct sp_hand_place *asked) {
  uint64_t hash = hash_of(asked);
  const struct place *place = find(hash);
  if (place->hash == hash && __atomic_load_n(&place->question, __ATOMIC_RELAXED) == sp_question())
    return place->is_kept ? place->value : 0;
  if (sp_process.confined)
    return 0;
  sigset_t saved;
  sp_lock(&saved);
  uint32_t value = ask(asked, hash);
  sp_unlock(&saved);
  return value;
}
