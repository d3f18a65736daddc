// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Shortens each path to as much of its end as tells it from the others.

#define _GNU_SOURCE

#include "names.h"

#include "common/memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct reader_name {
  char *given; // owned; as the table has it
  char *path;  // owned; where it leads
  char *shown; // owned; NULL until it is settled
};

// A file of a table.
struct use {
  struct reader_table *table;
  uint32_t offset; // of its name
  size_t name;     // in the list
};

struct uses {
  struct use *list;
  size_t count;
  size_t room;
};

static uint64_t hash(const char *text, uint64_t seed) {
  const uint64_t sum = sp_checksum_more(sp_checksum(&seed, sizeof seed), text, strlen(text));
  return sum ? sum : 1;
}

void reader_path_normalize(char *path) {
  const char *const begin = path[0] == '/' ? path : NULL;
  char *to = path;
  for (const char *from = path; *from;) {
    const size_t slashes = strspn(from, "/"), length = strcspn(from + slashes, "/");
    const char *part = from + slashes;
    from = part + length;
    if (length == 0 || (length == 1 && part[0] == '.'))
      continue;
    const bool is_up = length == 2 && part[0] == '.' && part[1] == '.';
    const char *before = memrchr(path, '/', (size_t)(to - path));
    before = before ? before + 1 : path;
    const bool is_below = begin || (to > path && !(to - before == 2 && before[0] == '.' && before[1] == '.'));
    if (is_up && is_below) {
      while (to > path && *--to != '/')
        ;
      continue;
    }
    if (begin || to > path)
      *to++ = '/';
    memmove(to, part, length);
    to += length;
  }
  if (to == path)
    *to++ = begin ? '/' : '.';
  *to = '\0';
}

// Bazel has its compilers run in /proc/self/cwd, so that their outputs do not name its sandbox.
static const char *known_part(const char *directory) {
  static const char anywhere[] = "/proc/self/cwd";
  const size_t length = sizeof anywhere - 1;
  if (strncmp(directory, anywhere, length) != 0 || (directory[length] && directory[length] != '/'))
    return directory;
  return directory[length] ? directory + length + 1 : ".";
}

static size_t find_name(struct reader_names *names, const char *directory, const char *given) {
  char *path;
  if (asprintf(&path, "%s/%s", known_part(directory), given) < 0)
    memory_is_short();
  reader_path_normalize(path);
  const uint64_t key = hash(path, hash(given, 0));
  const struct tally_slot *slot = tally_find(&names->by_given, key);
  if (slot->key) {
    free(path);
    return (size_t)slot->count - 1;
  }
  if (names->count == names->room) {
    names->room = names->room ? 2 * names->room : 64;
    names->list = memory_checked(reallocarray(names->list, names->room, sizeof *names->list));
  }
  names->list[names->count] = (struct reader_name){.given = memory_checked(strdup(given)), .path = path};
  tally_add(&names->by_given, key, ++names->count);
  return names->count - 1;
}

static void add_use(struct reader_names *names, struct uses *uses, struct reader_table *table, uint32_t offset,
                    const char *directory) {
  const char *given = reader_table_string(table, offset);
  if (!*given || *given == '/')
    return;
  if (uses->count == uses->room) {
    uses->room = uses->room ? 2 * uses->room : 64;
    uses->list = memory_checked(reallocarray(uses->list, uses->room, sizeof *uses->list));
  }
  uses->list[uses->count++] = (struct use){table, offset, find_name(names, directory, given)};
}

// Sites of a file stand together.
static void add_uses(struct reader_names *names, struct uses *uses, struct reader_table *table) {
  const char *directory = reader_table_string(table, table->header.directory);
  uint32_t before = 0, before_definition = 0;
  for (uint64_t k = 0; *directory && k < reader_table_sites(table); k++) {
    struct sp_site site;
    memcpy(&site, table->start + sizeof(struct sp_table_header) + k * sizeof site, sizeof site);
    if (site.file != before)
      add_use(names, uses, table, before = site.file, directory);
    if (site.def_file && site.def_file != before_definition)
      add_use(names, uses, table, before_definition = site.def_file, directory);
  }
}

// The last `parts` parts of a path, or all of it.
static const char *tail(const char *path, size_t parts) {
  const char *at = path + strlen(path);
  while (at > path && (at[-1] != '/' || --parts > 0))
    at--;
  return at > path + 1 ? at : path;
}

// Whether nothing else is shown so.
static bool is_free(const struct reader_names *names, const char *shown, const char *path) {
  const struct tally_slot *slot = tally_find(&names->by_shown, hash(shown, 0));
  return !slot->key || strcmp(names->list[slot->count - 1].path, path) == 0;
}

static bool tells_apart(const struct reader_names *names, const struct reader_name *const *group, size_t count,
                        size_t parts) {
  struct tally seen;
  bool are_distinct = true;
  tally_begin(&seen);
  for (size_t i = 0; i < count && are_distinct; i++) {
    const char *shown = tail(group[i]->path, parts);
    const uint64_t key = hash(shown, 0);
    are_distinct = shown == group[i]->path || (!tally_find(&seen, key)->key && is_free(names, shown, group[i]->path));
    tally_add(&seen, key, 1);
  }
  tally_free(&seen);
  return are_distinct;
}

// All that have one name and lead to different files.
static void settle(struct reader_names *names, struct reader_name *const *group, size_t count) {
  size_t parts = 0;
  if (count > 1 || !is_free(names, group[0]->given, group[0]->path))
    for (parts = 1; !tells_apart(names, (const struct reader_name *const *)group, count, parts);)
      parts++;
  for (size_t i = 0; i < count; i++) {
    group[i]->shown = memory_checked(strdup(parts ? tail(group[i]->path, parts) : group[i]->given));
    const uint64_t key = hash(group[i]->shown, 0);
    if (!tally_find(&names->by_shown, key)->key)
      tally_add(&names->by_shown, key, (uint64_t)(group[i] - names->list) + 1);
  }
}

static int compare_given(const void *a, const void *b) {
  const struct reader_name *const *x = a, *const *y = b;
  return strcmp((*x)->given, (*y)->given);
}

static void settle_from(struct reader_names *names, size_t first) {
  const size_t count = names->count - first;
  if (!count)
    return;
  struct reader_name **sorted = memory_checked(calloc(count, sizeof(void *)));
  for (size_t i = 0; i < count; i++)
    sorted[i] = &names->list[first + i];
  qsort(sorted, count, sizeof(void *), compare_given);
  for (size_t i = 0, end; i < count; i = end) {
    for (end = i + 1; end < count && strcmp(sorted[end]->given, sorted[i]->given) == 0;)
      end++;
    settle(names, sorted + i, end - i);
  }
  free(sorted);
}

static int compare_uses(const void *a, const void *b) {
  const struct use *x = a, *y = b;
  if (x->table != y->table)
    return x->table < y->table ? -1 : 1;
  return (x->offset > y->offset) - (x->offset < y->offset);
}

// Tables keep the names that are not their own.
static void tell_tables(const struct reader_names *names, const struct uses *uses) {
  for (size_t i = 0; i < uses->count; i++) {
    const struct use *use = &uses->list[i];
    const struct reader_name *name = &names->list[use->name];
    struct reader_table *table = use->table;
    if (strcmp(name->shown, name->given) == 0 || (i > 0 && compare_uses(use - 1, use) == 0))
      continue;
    table->shown = memory_checked(reallocarray(table->shown, table->shown_count + 1, sizeof *table->shown));
    table->shown[table->shown_count++] = (struct reader_shown){use->offset, name->shown};
  }
}

void reader_names_add(struct reader_names *names, struct reader_table *const *tables, size_t count) {
  struct uses uses = {0};
  const size_t first = names->count;
  if (!names->by_given.size) {
    tally_begin(&names->by_given);
    tally_begin(&names->by_shown);
  }
  for (size_t i = 0; i < count; i++) {
    if (!tables[i]->is_named)
      add_uses(names, &uses, tables[i]);
    tables[i]->is_named = true;
  }
  settle_from(names, first);
  if (uses.count)
    qsort(uses.list, uses.count, sizeof *uses.list, compare_uses);
  tell_tables(names, &uses);
  free(uses.list);
}

const char *reader_names_path(const struct reader_names *names, const char *shown) {
  if (!names->by_shown.size || *shown == '/')
    return NULL;
  const struct tally_slot *slot = tally_find(&names->by_shown, hash(shown, 0));
  return slot->key ? names->list[slot->count - 1].path : NULL;
}

void reader_names_free(struct reader_names *names) {
  for (size_t i = 0; i < names->count; i++) {
    free(names->list[i].given);
    free(names->list[i].path);
    free(names->list[i].shown);
  }
  free(names->list);
  tally_free(&names->by_given);
  tally_free(&names->by_shown);
  *names = (struct reader_names){0};
}
