// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Verifies each table of a section once, and reports those that cannot be read.

#include "section.h"

#include "file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// More than any module has; a larger file is damaged, and reading it would only eat memory.
#define SECTION_MAX (UINT64_C(1) << 30)

static void tell_table(enum reader_table_state state, const struct reader_table *table, const char *where,
                       struct reader_problems *problems) {
  const unsigned long long at = table->offset;
  if (state == READER_TABLE_FOREIGN)
    reader_problem(problems, "%s: the site table at byte %llu is of a machine of the other byte order; read it there",
                   where, at);
  else
    reader_problem(problems, "%s: damaged site table at byte %llu, its statements are unknown; compile again", where,
                   at);
}

// Objects of several versions of instr-cc may be in one program: those of an older one make no records in its runs.
static void tell_versions(const struct reader_section *section, uint64_t count, unsigned version, const char *where,
                          struct reader_problems *problems) {
  const bool is_usual = section->table_count && version < SP_FORMAT_VERSION;
  (is_usual ? reader_remark : reader_problem)(
      problems,
      "%s: %llu of %llu site tables have format version %u, this sourceprint reads %u: compile the sources again, or "
      "use the sourceprint that came with their compiler",
      where, (unsigned long long)count, (unsigned long long)count + section->table_count, version, SP_FORMAT_VERSION);
}

static bool add_table(struct reader_section *section, const struct reader_table *table) {
  if (section->table_count == section->table_room) {
    const size_t room = section->table_room ? 2 * section->table_room : 16;
    struct reader_table *tables = realloc(section->tables, room * sizeof *tables);
    section->tables = tables ? tables : section->tables;
    struct reader_trees *trees = tables ? realloc(section->trees, room * sizeof *trees) : NULL;
    if (!trees)
      return false;
    section->trees = trees;
    section->table_room = room;
  }
  section->tables[section->table_count] = *table;
  section->trees[section->table_count] = (struct reader_trees){0};
  if (!reader_trees_build(&section->trees[section->table_count], table))
    return false;
  section->table_count++;
  return true;
}

// A table that is appended gets its magic number last.
static bool is_at_half_table(const struct reader_section *section) {
  uint32_t magic = 0;
  if (section->is_growing && section->size - section->scanned >= sizeof magic)
    memcpy(&magic, section->bytes + section->scanned, sizeof magic);
  return section->is_growing && magic == 0;
}

static bool find_tables(struct reader_section *section, const char *where, struct reader_problems *problems) {
  uint64_t others = 0;
  unsigned version = 0;
  struct reader_table table;
  while (!is_at_half_table(section)) {
    const enum reader_table_state state = reader_table_next(section->bytes, section->size, &section->scanned, &table);
    if (state == READER_TABLE_END)
      break;
    if (state == READER_TABLE_NEWER) {
      others++;
      version = table.header.version;
    } else if (state != READER_TABLE_FOUND) {
      tell_table(state, &table, where, problems);
    } else if (!add_table(section, &table)) {
      return false;
    }
  }
  if (others)
    tell_versions(section, others, version, where, problems);
  return true;
}

static struct reader_section *make_section(unsigned char *bytes, uint64_t size, bool is_growing, const char *where,
                                           struct reader_problems *problems) {
  struct reader_section *section = calloc(1, sizeof *section);
  if (!section) {
    free(bytes);
    return NULL;
  }
  section->bytes = bytes;
  section->size = size;
  section->is_growing = is_growing;
  if (find_tables(section, where, problems))
    return section;
  reader_section_free(section);
  return NULL;
}

struct reader_section *reader_section_new(unsigned char *bytes, uint64_t size, const char *where,
                                          struct reader_problems *problems) {
  return make_section(bytes, size, false, where, problems);
}

void reader_section_free(struct reader_section *section) {
  if (!section)
    return;
  for (size_t i = 0; section->trees && i < section->table_count; i++)
    reader_trees_free(&section->trees[i]);
  for (size_t i = 0; i < section->table_count; i++)
    free(section->tables[i].shown);
  free(section->trees);
  free(section->bytes);
  free(section->tables);
  free(section);
}

static struct reader_section *section_read(int fd, uint64_t size, bool is_growing, const char *where,
                                           struct reader_problems *problems) {
  unsigned char *bytes = size <= SECTION_MAX ? malloc(size ? size : 1) : NULL;
  if (!bytes) {
    reader_problem(problems, "%s: %llu bytes of site tables are too many to read", where, (unsigned long long)size);
    return NULL;
  }
  const uint64_t done = reader_file_read(fd, bytes, size, 0);
  if (done < size)
    reader_problem(problems, "%s: only %llu of %llu bytes could be read; copy the run again", where,
                   (unsigned long long)done, (unsigned long long)size);
  return make_section(bytes, done, is_growing, where, problems);
}

// The file has its size from the beginning, so the tables that are known stay where they are.
static void section_grow(struct reader_section *section, int fd, const char *where, struct reader_problems *problems) {
  reader_file_read(fd, section->bytes + section->scanned, section->size - section->scanned, section->scanned);
  if (!find_tables(section, where, problems))
    reader_problem(problems, "%s: not enough memory for its new sites", where);
}

struct reader_section *reader_section_load(struct reader_section_cache *cache, int directory_fd, const char *name,
                                           uint64_t expected, const char *where, struct reader_problems *problems) {
  struct stat status;
  const int fd = reader_file_open(directory_fd, name, &status);
  if (fd < 0) {
    reader_problem(problems, "%s: cannot read the site tables: %s; if the run was copied, copy this file too", where,
                   strerror(errno));
    return NULL;
  }
  const uint64_t size = (uint64_t)status.st_size;
  const bool is_growing = strncmp(name, SP_HAND_PREFIX, strlen(SP_HAND_PREFIX)) == 0;
  if (size != expected)
    reader_problem(problems, "%s: has %llu bytes, the run expects %llu; copy the file again", where,
                   (unsigned long long)size, (unsigned long long)expected);
  struct reader_section **place = &cache->first;
  while (*place && ((*place)->device != status.st_dev || (*place)->inode != status.st_ino))
    place = &(*place)->next;
  struct reader_section *section = *place;
  if (section && section->is_growing) {
    section_grow(section, fd, where, problems);
  } else if (!section && (section = section_read(fd, size, is_growing, where, problems))) {
    section->device = status.st_dev;
    section->inode = status.st_ino;
    *place = section;
  }
  close(fd);
  return section;
}

void reader_section_cache_free(struct reader_section_cache *cache) {
  while (cache->first) {
    struct reader_section *section = cache->first;
    cache->first = section->next;
    reader_section_free(section);
  }
}
