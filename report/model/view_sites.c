// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The sites of all processes as one list without gaps: those with the same content are one, as in a family that runs
// one program.

#define _GNU_SOURCE

#include "view_parts.h"

#include "common/memory.h"

#include <stdlib.h>
#include <string.h>

void *view_allocate(void *old, size_t bytes) {
  void *memory = realloc(old, bytes ? bytes : 1);
  if (!memory)
    memory_is_short();
  return memory;
}

struct view_sites *view_sites_new(void) {
  struct view_sites *sites = view_allocate(NULL, sizeof *sites);
  *sites = (struct view_sites){.count = 1, .room = 1024, .slot_count = 2048};
  sites->list = view_allocate(NULL, sites->room * sizeof *sites->list);
  sites->list[VIEW_LOST] = (struct view_site){"", "", "", "", 0, 0, 0, 0, VIEW_NONE, false};
  sites->slots = view_allocate(NULL, sites->slot_count * sizeof *sites->slots);
  memset(sites->slots, 0, sites->slot_count * sizeof *sites->slots);
  return sites;
}

void view_sites_free(struct view_sites *sites) {
  if (!sites)
    return;
  for (size_t i = 0; i < sites->text_count; i++)
    free(sites->texts[i]);
  source_cache_free(&sites->sources);
  free(sites->texts);
  free(sites->files);
  free(sites->slots);
  free(sites->list);
  free(sites->counts);
  free(sites);
}

// FNV-1a (Fowler, Noll, Vo).
static uint64_t hash_text(uint64_t hash, const char *text) {
  for (; *text; text++)
    hash = (hash ^ (unsigned char)*text) * UINT64_C(0x100000001b3);
  return hash * 31;
}

static uint64_t hash_site(const struct view_site *site) {
  uint64_t hash = UINT64_C(0xcbf29ce484222325) ^ site->line ^ (uint64_t)site->column << 32 ^ site->file_index;
  hash = hash_text(hash, site->function);
  return hash_text(hash, site->snippet) * UINT64_C(0x9e3779b97f4a7c15) >> 16;
}

static bool is_same(const struct view_site *a, const struct view_site *b) {
  return a->line == b->line && a->column == b->column && a->file_index == b->file_index && a->macro == b->macro &&
         a->def_line == b->def_line && strcmp(a->function, b->function) == 0 && strcmp(a->snippet, b->snippet) == 0 &&
         strcmp(a->def_file, b->def_file) == 0;
}

// Where the site is, or belongs.
static uint32_t *find_slot(struct view_sites *sites, const struct view_site *site) {
  size_t i = hash_site(site) & (sites->slot_count - 1);
  while (sites->slots[i] && !is_same(&sites->list[sites->slots[i]], site))
    i = (i + 1) & (sites->slot_count - 1);
  return &sites->slots[i];
}

static void grow(struct view_sites *sites) {
  sites->room *= 2;
  sites->list = view_allocate(sites->list, sites->room * sizeof *sites->list);
  sites->slot_count *= 2;
  sites->slots = view_allocate(sites->slots, sites->slot_count * sizeof *sites->slots);
  memset(sites->slots, 0, sites->slot_count * sizeof *sites->slots);
  for (uint32_t i = 1; i < sites->count; i++)
    *find_slot(sites, &sites->list[i]) = i;
}

static const char *own(struct view_sites *sites, const char *text) {
  if (!*text)
    return "";
  if (sites->text_count == sites->text_room) {
    sites->text_room = sites->text_room ? 2 * sites->text_room : 64;
    sites->texts = view_allocate(sites->texts, sites->text_room * sizeof *sites->texts);
  }
  char *copy = strdup(text);
  if (!copy)
    memory_is_short();
  return sites->texts[sites->text_count++] = copy;
}

// A relative name stands for different files where the processes started in different directories, unless tables say
// where it begins.
static size_t find_file(struct view *view, size_t process, const char *name, bool is_owned) {
  struct view_sites *sites = view->sites;
  const char *directory = view->processes[process].run->header.directory;
  const char *known = reader_names_path(&view->reader.names, name);
  const bool is_known = known && *known == '/';
  if (!*name)
    return VIEW_NONE;
  for (size_t i = 0; i < sites->file_count; i++) {
    const struct view_file *file = &sites->files[i];
    if (strcmp(file->name, name) == 0 && (*name == '/' || file->process == process || is_known ||
                                          strcmp(view->processes[file->process].run->header.directory, directory) == 0))
      return i;
  }
  sites->files = view_allocate(sites->files, (sites->file_count + 1) * sizeof *sites->files);
  sites->files[sites->file_count] = (struct view_file){.name = is_owned ? own(sites, name) : name, .process = process};
  return sites->file_count++;
}

static const char *text_or_nothing(const char *text) { return text ? text : ""; }

uint32_t view_intern(struct view *view, size_t process, const struct sp_record_text *text, bool is_timed,
                     bool is_owned) {
  struct view_sites *sites = view->sites;
  struct view_site site = {
      .file = text_or_nothing(text->file),
      .function = text_or_nothing(text->function),
      .snippet = text_or_nothing(text->snippet),
      .def_file = text_or_nothing(text->def_file),
      .line = text->line,
      .def_line = text->def_line,
      .column = text->column,
      .macro = text->macro,
      .is_timed = is_timed,
  };
  site.file_index = find_file(view, process, site.file, is_owned);
  if (sites->count == sites->room)
    grow(sites);
  uint32_t *slot = find_slot(sites, &site);
  if (*slot) {
    sites->list[*slot].is_timed |= is_timed;
    return *slot;
  }
  if (site.file_index != VIEW_NONE)
    site.file = sites->files[site.file_index].name;
  if (is_owned) {
    site.function = own(sites, site.function);
    site.snippet = own(sites, site.snippet);
    site.def_file = own(sites, site.def_file);
  }
  sites->list[sites->count] = site;
  return *slot = sites->count++;
}

uint32_t view_site_of_value(struct view *view, size_t process, uint32_t value) {
  struct view_process *p = &view->processes[process];
  if (value == READER_LOST)
    return VIEW_LOST;
  const struct tally_slot *slot = tally_find(&p->site_by_value, value);
  if (slot->key)
    return (uint32_t)slot->count;
  struct reader_record record = {0};
  struct reader_site site;
  const bool is_known = reader_sites_find(&p->run->sites, value, &site);
  if (is_known)
    reader_record_set_site(&record, &site);
  const uint32_t number = view_intern(view, process, &record.text, is_known && site.is_timed, false);
  tally_add(&p->site_by_value, value, number);
  return number;
}

const struct view_site *view_site(const struct view *view, uint32_t site) {
  return &view->sites->list[site < view->sites->count ? site : VIEW_LOST];
}

uint32_t view_site_count(const struct view *view) { return view->sites->count; }
