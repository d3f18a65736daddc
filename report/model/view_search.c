// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Search: first among the sites, which are few, then for the numbers of those that match.

#define _GNU_SOURCE

#include "view_parts.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

bool view_search_text(struct view_search *search, const char *text, enum view_search_kind kind) {
  view_search_free(search);
  if (!*text)
    return false;
  search->kind = kind;
  search->text = strdup(text);
  return search->text;
}

void view_search_site(struct view_search *search, uint32_t site) {
  view_search_free(search);
  search->kind = VIEW_SEARCH_SITE;
  search->site = site;
}

void view_search_free(struct view_search *search) {
  free(search->text);
  free(search->is_match);
  *search = (struct view_search){0};
}

static bool has_upper(const char *text) {
  for (; *text; text++)
    if (isupper((unsigned char)*text))
      return true;
  return false;
}

static bool is_word(char c) { return isalnum((unsigned char)c) || c == '_'; }

static bool contains(const struct view_search *search, const char *text) {
  const size_t length = strlen(search->text);
  const bool is_exact = has_upper(search->text);
  for (const char *at = text; (at = is_exact ? strstr(at, search->text) : strcasestr(at, search->text)); at++)
    if (search->kind != VIEW_SEARCH_WORD || ((at == text || !is_word(at[-1])) && !is_word(at[length])))
      return true;
  return false;
}

static bool matches(const struct view_search *search, const struct view *view, uint32_t number) {
  const struct view_site *site = view_site(view, number);
  if (search->kind == VIEW_SEARCH_SITE)
    return number == search->site;
  return search->text &&
         (contains(search, site->function) || contains(search, site->snippet) || contains(search, site->file));
}

// Sites may have been added since.
static void learn(struct view_search *search, const struct view *view) {
  const uint32_t count = view_site_count(view);
  if (search->known == count)
    return;
  search->is_match = view_allocate(search->is_match, count);
  for (; search->known < count; search->known++)
    search->is_match[search->known] = matches(search, view, search->known);
}

// The nearest match at or behind an index (backwards: at or before it), or UINT64_MAX.
static uint64_t scan(const struct view_search *search, const struct view_thread *thread, uint64_t index,
                     bool is_backwards) {
  const uint64_t count = thread->loaded_end - thread->first;
  const unsigned char *is_match = search->is_match;
  if (is_backwards) {
    for (uint64_t i = index < count ? index + 1 : count; i > 0; i--)
      if (is_match[thread->sites[i - 1]])
        return i - 1;
  } else {
    for (uint64_t i = index; i < count; i++)
      if (is_match[thread->sites[i]])
        return i;
  }
  return UINT64_MAX;
}

static bool find(struct view *view, const struct view_search *search, size_t number, uint64_t index, bool is_backwards,
                 struct view_statement *found) {
  const struct view_thread *thread = &view->threads[number];
  index = scan(search, thread, index, is_backwards);
  return index != UINT64_MAX && view_statement(view, number, thread->first + index, found);
}

bool view_search_thread(struct view *view, struct view_search *search, size_t number, uint64_t from, bool is_backwards,
                        struct view_statement *found) {
  if (!view_load(view, number))
    return false;
  const uint64_t first = view->threads[number].first;
  learn(search, view);
  if (from < first && is_backwards)
    return false;
  return find(view, search, number, from < first ? 0 : from - first, is_backwards, found);
}

bool view_search_all(struct view *view, struct view_search *search, const struct view_statement *from,
                     bool is_backwards, struct view_statement *found) {
  struct view_statement one;
  bool is_found = false;
  view_load_all(view);
  learn(search, view);
  for (size_t i = 0; i < view->thread_count; i++) {
    const uint64_t index = view_index_in_time(view, i, from, is_backwards);
    if (index == UINT64_MAX || !find(view, search, i, index, is_backwards, &one))
      continue;
    if (!is_found || view_is_nearer(&one, found, is_backwards))
      *found = one;
    is_found = true;
  }
  return is_found;
}

static uint64_t count_in(const struct view_search *search, const struct view_thread *thread) {
  uint64_t count = 0;
  for (size_t i = 0; i < thread->counted_count; i++)
    if (search->is_match[thread->counted[i].site])
      count += thread->counted[i].count;
  return count;
}

uint64_t view_search_count(struct view *view, struct view_search *search, size_t thread) {
  uint64_t count = 0;
  if (thread == VIEW_NONE)
    view_load_all(view);
  else if (!view_load(view, thread))
    return 0;
  learn(search, view);
  for (size_t i = 0; i < view->thread_count; i++)
    if (thread == VIEW_NONE || thread == i)
      count += count_in(search, &view->threads[i]);
  return count;
}
