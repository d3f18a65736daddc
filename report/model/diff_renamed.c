// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Statements of two builds that are the same but for names in them: a variable was renamed, or became a member of
// something. The statements of a function are laid side by side (Needleman and Wunsch, "A general method applicable to
// the search for similarities", 1970). Those are taken for each other that differ in names only, of which one build's
// function has not the other's: else another variable is meant.

#include "diff.h"

#include "common/base_name.h"
#include "common/memory.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

// Larger functions are not looked at.
#define CELLS_MAX (4u << 20)
// How much it counts that two statements stand side by side.
#define SAME 2u
#define RENAMED 1u

enum { SIDE_A, SIDE_B };

struct statement {
  uint64_t function; // a name for it
  uint64_t id;
  uint32_t value;
  uint32_t order; // of the text
  struct reader_site site;
  bool is_in_both;
};

struct statements {
  struct statement *list; // owned
  size_t count;
  size_t room;
};

static void add(struct statements *all, const struct statement *statement) {
  if (all->count == all->room) {
    all->room = all->room ? all->room * 2 : 1024;
    all->list = memory_checked(realloc(all->list, all->room * sizeof *all->list));
  }
  all->list[all->count++] = *statement;
}

static int compare_places(const void *a, const void *b) {
  const struct statement *x = a, *y = b;
  if (x->function != y->function)
    return x->function < y->function ? -1 : 1;
  return (x->order > y->order) - (x->order < y->order);
}

// Functions go by their names, and where a run has several of one name, by that of the file, too.
static uint64_t name_function(const struct reader_site *site, bool has_file) {
  const char *file = has_file ? base_name(site->file) : "";
  return XXH3_64bits_withSeed(site->function, strlen(site->function),
                              XXH3_64bits_withSeed(file, strlen(file), has_file));
}

static void add_table(struct statements *all, const struct diff_side *side, const struct reader_table *table,
                      uint64_t address, bool has_file) {
  for (uint32_t k = 0; k < table->header.site_count; k++) {
    struct statement statement = {.site = reader_table_site(table, k), .value = (uint32_t)(address + 1 + k)};
    if (!*statement.site.function || statement.site.kind == SP_KIND_ENTER)
      continue;
    statement.function = name_function(&statement.site, has_file);
    statement.id = statement_id(&side->ids, statement.value);
    statement.order = (uint32_t)all->count;
    add(all, &statement);
  }
}

static struct statements read_side(const struct diff_side *side, bool has_file) {
  struct statements all = {0};
  for (size_t i = 0; i < side->run->module_count; i++) {
    const struct reader_module *module = &side->run->modules[i];
    for (size_t j = 0; module->section && j < module->section->table_count; j++)
      add_table(&all, side, &module->section->tables[j],
                module->module.table_address + module->section->tables[j].offset, has_file);
  }
  if (all.count)
    qsort(all.list, all.count, sizeof *all.list, compare_places);
  return all;
}

// The next word of a text: a name with the members behind it, a number, a literal or a character. Returns its length.
static size_t word_at(const char *text, bool *is_name) {
  const char *at = text;
  *is_name = isalpha((unsigned char)*at) || *at == '_';
  if (*at == '"' || *at == '\'') {
    for (at++; *at && *at != *text; at++)
      at += *at == '\\' && at[1];
    return (size_t)(at - text) + (*at != '\0');
  }
  while (isalnum((unsigned char)*at) || *at == '_' || (at > text && *at == '.') ||
         (*is_name && at[0] == '-' && at[1] == '>'))
    at += *at == '-' ? 2 : 1;
  return at > text ? (size_t)(at - text) : 1;
}

static uint64_t hash(const char *word, size_t bytes) {
  const uint64_t hash = XXH3_64bits(word, bytes);
  return hash ? hash : 1;
}

static const char *skip_spaces(const char *at) {
  while (*at == ' ')
    at++;
  return at;
}

// A function's statements in one of the runs.
struct part {
  struct statement *begin;
  size_t count;
  struct tally names; // in their texts
};

static void find_names(struct part *part) {
  tally_begin(&part->names);
  for (size_t i = 0; i < part->count; i++) {
    bool is_name;
    size_t bytes;
    for (const char *at = part->begin[i].site.snippet; *at; at += bytes) {
      bytes = word_at(at, &is_name);
      if (is_name)
        tally_add(&part->names, hash(at, bytes), 1);
    }
  }
}

static bool has_name(const struct part *part, const char *name, size_t bytes) {
  return tally_find(&part->names, hash(name, bytes))->key != 0;
}

// Whether two texts differ in names only, of which one function has not the other's.
static bool is_renamed(const struct part *a, const char *in_a, const struct part *b, const char *in_b) {
  for (;; in_a = skip_spaces(in_a), in_b = skip_spaces(in_b)) {
    bool is_a_name, is_b_name;
    if (!*in_a || !*in_b)
      return *in_a == *in_b;
    const size_t a_bytes = word_at(in_a, &is_a_name), b_bytes = word_at(in_b, &is_b_name);
    const bool is_same = a_bytes == b_bytes && memcmp(in_a, in_b, a_bytes) == 0;
    if (!is_same && (!is_a_name || !is_b_name || has_name(b, in_a, a_bytes) || has_name(a, in_b, b_bytes)))
      return false;
    in_a += a_bytes;
    in_b += b_bytes;
  }
}

static unsigned likeness(const struct part *in_a, const struct statement *a, const struct part *in_b,
                         const struct statement *b) {
  if (a->site.kind != b->site.kind)
    return 0;
  if (a->id == b->id)
    return SAME;
  if (a->is_in_both || b->is_in_both)
    return 0;
  if (strcmp(a->site.snippet, b->site.snippet) == 0)
    return SAME;
  return is_renamed(in_a, a->site.snippet, in_b, b->site.snippet) ? RENAMED : 0;
}

static struct part next_part(const struct statements *all, size_t at) {
  struct part part = {.begin = all->list + at};
  while (at + part.count < all->count && part.begin[part.count].function == part.begin->function)
    part.count++;
  return part;
}

static bool are_same(const struct part *a, const struct part *b) {
  for (size_t i = 0; i < a->count && i < b->count; i++)
    if (a->begin[i].id != b->begin[i].id)
      return false;
  return a->count == b->count;
}

static void mark_those_in(const struct part *marked, const struct part *other) {
  struct tally ids;
  tally_begin(&ids);
  for (size_t i = 0; i < other->count; i++)
    if (other->begin[i].id)
      tally_add(&ids, other->begin[i].id, 1);
  for (size_t i = 0; i < marked->count; i++)
    marked->begin[i].is_in_both = marked->begin[i].id && tally_find(&ids, marked->begin[i].id)->key;
  tally_free(&ids);
}

static void take(struct diff *diff, const struct statement *a, const struct statement *b) {
  struct tally_slot *slot = tally_find(&diff->sides[SIDE_B].ids.by_value, b->value);
  if (a->id == b->id || slot->key == 0 || a->id == 0)
    return;
  slot->count = a->id;
  if (strcmp(a->site.snippet, b->site.snippet) == 0)
    return;
  if ((diff->renamed_count & (diff->renamed_count - 1)) == 0) // full at each power of 2
    diff->renamed = memory_checked(realloc(diff->renamed, (diff->renamed_count * 2 + 1) * sizeof *diff->renamed));
  diff->renamed[diff->renamed_count++] = (struct diff_renamed){a->site, b->site};
}

// Of each cell the best sum of what is behind it in both.
static void fill(uint32_t *best, const struct part *a, const struct part *b) {
  const size_t width = b->count + 1;
  for (size_t i = a->count; i-- > 0;)
    for (size_t j = b->count; j-- > 0;) {
      const uint32_t both = best[(i + 1) * width + j + 1] + likeness(a, &a->begin[i], b, &b->begin[j]);
      const uint32_t down = best[(i + 1) * width + j], right = best[i * width + j + 1];
      const uint32_t one = down > right ? down : right;
      best[i * width + j] = both > one ? both : one;
    }
}

static void align(struct diff *diff, struct part *a, struct part *b) {
  const size_t width = b->count + 1;
  if (are_same(a, b) || (a->count + 1) * width > CELLS_MAX)
    return;
  mark_those_in(a, b);
  mark_those_in(b, a);
  find_names(a);
  find_names(b);
  uint32_t *best = memory_checked(calloc((a->count + 1) * width, sizeof *best));
  fill(best, a, b);
  for (size_t i = 0, j = 0; i < a->count && j < b->count;) {
    const unsigned alike = likeness(a, &a->begin[i], b, &b->begin[j]);
    if (alike && best[i * width + j] == best[(i + 1) * width + j + 1] + alike)
      take(diff, &a->begin[i++], &b->begin[j++]);
    else if (best[(i + 1) * width + j] >= best[i * width + j + 1])
      i++;
    else
      j++;
  }
  free(best);
  tally_free(&a->names);
  tally_free(&b->names);
}

// Whether all statements of a part are of one function: a name may stand for several.
static bool is_one_function(const struct part *part) {
  for (size_t i = 1; i < part->count; i++)
    if (strcmp(part->begin[i].site.file, part->begin->site.file) != 0)
      return false;
  return true;
}

// has_file: with the names of their files; else those alone that have no counterpart with it, and are the only ones.
static void find_parts(struct diff *diff, bool has_file) {
  struct statements a = read_side(&diff->sides[SIDE_A], has_file), b = read_side(&diff->sides[SIDE_B], has_file);
  for (size_t i = 0, j = 0; i < a.count && j < b.count;) {
    struct part in_a = next_part(&a, i), in_b = next_part(&b, j);
    if (in_a.begin->function == in_b.begin->function &&
        (has_file || (is_one_function(&in_a) && is_one_function(&in_b))))
      align(diff, &in_a, &in_b);
    i += in_a.begin->function <= in_b.begin->function ? in_a.count : 0;
    j += in_b.begin->function <= in_a.begin->function ? in_b.count : 0;
  }
  free(a.list);
  free(b.list);
}

void diff_find_renamed(struct diff *diff) {
  find_parts(diff, true);
  find_parts(diff, false);
}
