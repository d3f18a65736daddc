// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Checks every offset of a table before it is used.

#define _GNU_SOURCE

#include "table.h"

#include <string.h>

static bool table_layout_is_sound(const struct sp_table_header *h, uint64_t room) {
  const uint64_t sites = ((uint64_t)h->site_count + h->skipped_count) * sizeof(struct sp_site) +
                         (uint64_t)h->function_count * sizeof(uint32_t);
  const uint64_t string_end = (uint64_t)h->string_offset + h->string_bytes;
  return h->header_bytes == sizeof *h && h->total_bytes <= room && h->total_bytes % SP_TABLE_ALIGN == 0 &&
         h->string_offset == sizeof *h + sites && string_end <= h->total_bytes &&
         h->total_bytes - string_end < SP_TABLE_ALIGN && h->string_bytes > 0 && h->main_file < h->string_bytes &&
         h->directory < h->string_bytes && (h->facts == 0 || h->facts == SP_TABLE_FACTS);
}

// The strings begin with the empty one and end with a NUL, so that every offset below string_bytes is a string.
static bool table_strings_are_sound(const unsigned char *start, const struct sp_table_header *h) {
  const unsigned char *strings = start + h->string_offset;
  return strings[0] == 0 && strings[h->string_bytes - 1] == 0;
}

// *length: of the table, where the header can be believed, else 0.
static enum reader_table_state table_at(const unsigned char *start, uint64_t room, struct sp_table_header *h,
                                        uint64_t *length) {
  *length = 0;
  if (room < sizeof *h)
    return READER_TABLE_DAMAGED;
  memcpy(h, start, sizeof *h);
  if (h->magic == __builtin_bswap32(SP_TABLE_MAGIC))
    return READER_TABLE_FOREIGN;
  if (h->magic != SP_TABLE_MAGIC)
    return READER_TABLE_DAMAGED;
  if (h->version != SP_FORMAT_VERSION) { // every version has the length there
    *length = h->total_bytes <= room && h->total_bytes % SP_TABLE_ALIGN == 0 ? h->total_bytes : 0;
    return READER_TABLE_NEWER;
  }
  if (!table_layout_is_sound(h, room))
    return READER_TABLE_DAMAGED;
  *length = h->total_bytes;
  const bool is_sound =
      table_strings_are_sound(start, h) && h->checksum == sp_checksum(start + sizeof *h, h->total_bytes - sizeof *h);
  return is_sound ? READER_TABLE_FOUND : READER_TABLE_DAMAGED;
}

// Behind a damaged header the next table is found by its magic number.
static uint64_t next_magic(const unsigned char *section, uint64_t bytes, uint64_t offset) {
  const uint32_t magic = SP_TABLE_MAGIC;
  const void *found = memmem(section + offset, bytes - offset, &magic, sizeof magic);
  return found ? (uint64_t)((const unsigned char *)found - section) : bytes;
}

enum reader_table_state reader_table_next(const unsigned char *section, uint64_t bytes, uint64_t *offset,
                                          struct reader_table *table) {
  uint64_t at = *offset;
  while (at < bytes && section[at] == 0)
    at++;
  if (at >= bytes) {
    *offset = bytes;
    return READER_TABLE_END;
  }
  uint64_t length;
  *table = (struct reader_table){.start = section + at, .offset = at};
  const enum reader_table_state state = table_at(section + at, bytes - at, &table->header, &length);
  *offset = length ? at + length : next_magic(section, bytes, at + 1);
  return state;
}

const char *reader_table_string(const struct reader_table *table, uint32_t offset) {
  return offset < table->header.string_bytes ? (const char *)table->start + table->header.string_offset + offset : "";
}

static const char *file_name(const struct reader_table *table, uint32_t offset) {
  uint32_t low = 0, high = table->shown_count;
  while (low < high) {
    const uint32_t middle = low + (high - low) / 2;
    if (table->shown[middle].offset == offset)
      return table->shown[middle].name;
    if (table->shown[middle].offset < offset)
      low = middle + 1;
    else
      high = middle;
  }
  return reader_table_string(table, offset);
}

struct reader_site reader_table_site(const struct reader_table *table, uint64_t index) {
  struct sp_site raw;
  memcpy(&raw, table->start + sizeof(struct sp_table_header) + index * sizeof raw, sizeof raw);
  return (struct reader_site){
      .file = file_name(table, raw.file),
      .function = reader_table_string(table, raw.function),
      .snippet = reader_table_string(table, raw.snippet),
      .def_file = file_name(table, raw.def_file),
      .line = raw.line,
      .def_line = raw.def_line,
      .column = raw.column,
      .kind = raw.kind & SP_SITE_KIND,
      .is_timed = raw.kind & SP_SITE_TIMED,
      .macro = raw.macro,
      .skip = index < table->header.site_count ? SP_SKIP_NONE : raw.skip,
  };
}

// The function of a site: the last one that begins at or before it.
static uint32_t function_of(const struct reader_table *table, uint32_t index) {
  const struct sp_table_header *h = &table->header;
  const unsigned char *functions = table->start + h->string_offset - (size_t)h->function_count * sizeof(uint32_t);
  uint32_t low = 0, high = h->function_count, first = READER_NO_SITE;
  while (low < high) {
    const uint32_t middle = low + (high - low) / 2;
    uint32_t begin;
    memcpy(&begin, functions + (size_t)middle * sizeof begin, sizeof begin);
    if (begin > index) {
      high = middle;
    } else {
      low = middle + 1;
      first = begin;
    }
  }
  return first;
}

struct reader_facts reader_table_facts(const struct reader_table *table, uint32_t index) {
  struct sp_site raw;
  memcpy(&raw, table->start + sizeof(struct sp_table_header) + (size_t)index * sizeof raw, sizeof raw);
  const bool are_known = table->header.facts == SP_TABLE_FACTS;
  const uint32_t function = function_of(table, index);
  const bool has_before = (are_known || raw.step) && raw.back && raw.back <= index && raw.back != SP_BACK_NONE;
  return (struct reader_facts){
      .are_known = are_known,
      .calls = !are_known || raw.kind & SP_SITE_CALLS,
      .leaves = !are_known || raw.kind & SP_SITE_LEAVES,
      .ends = are_known && raw.kind & SP_SITE_ENDS,
      .decides = are_known && raw.kind & SP_SITE_DECIDES,
      .is_step = raw.step != 0,
      .is_entry = function == index || (are_known && !raw.step && raw.back == SP_BACK_NONE),
      .is_only_once = are_known && raw.back == SP_BACK_NONE,
      .function = function,
      .repeats = are_known && raw.skip && raw.skip <= index + 1 ? index + 1 - raw.skip : READER_NO_SITE,
      .before = has_before ? index - raw.back : READER_NO_SITE,
  };
}

const char *reader_site_kind_text(unsigned kind) {
  static const char *const texts[] = {
      [SP_KIND_STATEMENT] = "statement", [SP_KIND_CONDITION] = "condition", [SP_KIND_STEP] = "step",
      [SP_KIND_ENTER] = "enter",         [SP_KIND_EXIT] = "exit",           [SP_KIND_BRANCH] = "branch",
      [SP_KIND_VALUE] = "value",
  };
  return kind < sizeof texts / sizeof *texts ? texts[kind] : "unknown";
}

const char *reader_site_macro_text(unsigned macro) {
  static const char *const texts[] = {
      [SP_MACRO_NONE] = "none",
      [SP_MACRO_EXPANSION] = "expansion",
      [SP_MACRO_INVOCATION] = "invocation",
  };
  return macro < sizeof texts / sizeof *texts ? texts[macro] : "unknown";
}
