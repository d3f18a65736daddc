// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Asks the filters. Every word is compared, also where the answer is known already: only so can those that match
// nothing be told.
#define _GNU_SOURCE
#include "filter.h"

#include <limits.h>
#include <string.h>

#define FUNCTION_NAME_MAX 512 // a longer one is cut

// What is asked about.
struct subject {
  const char *module;
  const char *file;
  const char *function;
};

static bool count(struct sp_filter_word *word, bool matches) {
  word->matches += matches;
  return matches;
}

// Whether the glob stands for the path, or for its end behind a slash: compilers are given relative paths as well as
// absolute ones.
static bool path_matches(const char *glob, const char *path) {
  if (sp_glob_matches(glob, path))
    return true;
  for (const char *slash = strchr(path, '/'); slash && glob[0] != '/'; slash = strchr(slash + 1, '/'))
    if (sp_glob_matches(glob, slash + 1))
      return true;
  return false;
}

static const char *base_name(const char *path) {
  const char *slash = strrchr(path, '/');
  return slash ? slash + 1 : path;
}

// Whether one of the folders in the path has that name.
static bool is_in_folder(const char *glob, const char *path) {
  char folder[256];
  for (const char *slash; (slash = strchr(path, '/')); path = slash + 1) {
    size_t length = (size_t)(slash - path);
    if (length == 0 || length >= sizeof folder)
      continue;
    memcpy(folder, path, length);
    folder[length] = '\0';
    if (sp_glob_matches(glob, folder))
      return true;
  }
  return false;
}

// Whether the module is a library of that name: libnet.so.2 is "libnet.so.2", "libnet" and "net".
static bool is_library(const char *glob, const char *module) {
  char stem[256] = "";
  const char *name = base_name(module), *end = strstr(name, ".so");
  if (!end || (size_t)(end - name) >= sizeof stem)
    return false;
  memcpy(stem, name, (size_t)(end - name));
  return sp_glob_matches(glob, name) || sp_glob_matches(glob, stem) ||
         (strncmp(stem, "lib", 3) == 0 && sp_glob_matches(glob, stem + 3));
}

static bool name_matches(const struct sp_filter_word *word, bool is_path, const char *name) {
  if (word->kind == SP_WORD_SUBSTRING)
    return strstr(name, word->text);
  return is_path ? path_matches(word->text, name) : sp_glob_matches(word->text, name);
}

static bool selector_matches(const struct sp_filter_word *word, const struct subject *subject) {
  if (word->kind == SP_WORD_FILE)
    return path_matches(word->text, subject->file);
  if (word->kind == SP_WORD_FUNCTION)
    return sp_glob_matches(word->text, subject->function);
  return sp_glob_matches(word->base_name, base_name(subject->file)) &&
         (is_in_folder(word->text, subject->file) || is_library(word->text, subject->module));
}

struct answer {
  bool is_asked; // there is such a filter
  bool is_match;
};

// A list and the regular expression beside it are alternatives.
static struct answer ask(struct sp_filter *filter, unsigned list_name, unsigned regex_name, bool is_path,
                         const char *name) {
  struct sp_filter_list *list = &filter->lists[list_name];
  struct sp_filter_word *expression = &filter->expressions[regex_name];
  struct answer answer = {list->count > 0 || expression->text, false};
  for (uint32_t i = 0; i < list->count; i++)
    answer.is_match |= count(&list->words[i], name_matches(&list->words[i], is_path, name));
  if (expression->text)
    answer.is_match |= count(expression, sp_regex_matches(&filter->regexes[regex_name], name));
  return answer;
}

// Selectors for places are alternatives, and so are those for functions; of both kinds one must match.
static bool passes_only(struct sp_filter_list *list, const struct subject *subject) {
  struct answer place = {0}, function = {0};
  for (uint32_t i = 0; i < list->count; i++) {
    struct answer *answer = list->words[i].kind == SP_WORD_FUNCTION ? &function : &place;
    answer->is_asked = true;
    answer->is_match |= count(&list->words[i], selector_matches(&list->words[i], subject));
  }
  return place.is_asked <= place.is_match && function.is_asked <= function.is_match;
}

// One function of one name.
static bool keeps(struct sp_filter *filter, const struct subject *subject) {
  struct answer file = ask(filter, SP_FILTER_INCLUDE, SP_FILTER_INCLUDE_REGEX, true, subject->file);
  struct answer no_file = ask(filter, SP_FILTER_EXCLUDE, SP_FILTER_EXCLUDE_REGEX, true, subject->file);
  struct answer function =
      ask(filter, SP_FILTER_FUNCTION_INCLUDE, SP_FILTER_FUNCTION_INCLUDE_REGEX, false, subject->function);
  struct answer no_function =
      ask(filter, SP_FILTER_FUNCTION_EXCLUDE, SP_FILTER_FUNCTION_EXCLUDE_REGEX, false, subject->function);
  bool is_selected = passes_only(&filter->lists[SP_FILTER_ONLY], subject);
  return !filter->is_off && is_selected && file.is_asked <= file.is_match && function.is_asked <= function.is_match &&
         !no_file.is_match && !no_function.is_match;
}

bool sp_filter_function(struct sp_filter *filter, const char *module, const char *file, const char *function) {
  struct subject subject = {module ? module : "", file ? file : "", NULL};
  bool is_kept = false;
  const char *name = function ? function : "";
  do {
    char one[FUNCTION_NAME_MAX];
    size_t whole = strcspn(name, "|"), length = whole < sizeof one ? whole : sizeof one - 1;
    memcpy(one, name, length);
    one[length] = '\0';
    subject.function = one;
    is_kept |= keeps(filter, &subject);
    name += whole;
  } while (*name++ == '|');
  filter->functions++;
  filter->kept += is_kept;
  return is_kept;
}

// Digits alone are an id, also where a thread has such a name. `main` is the first thread, whatever its name.
static bool is_thread(const char *word, int tid, const char *name, bool is_first) {
  if (word[strspn(word, "0123456789")] == '\0') {
    uint64_t id = 0;
    for (; *word && id <= INT_MAX; word++)
      id = id * 10 + (uint64_t)(*word - '0');
    return tid > 0 && id == (uint64_t)tid;
  }
  return sp_glob_matches(word, name) || (is_first && strcmp(word, "main") == 0);
}

bool sp_filter_thread(struct sp_filter *filter, int tid, const char *name, bool is_first) {
  struct sp_filter_list *list = &filter->lists[SP_FILTER_THREAD];
  bool is_match = list->count == 0;
  for (uint32_t i = 0; i < list->count; i++)
    is_match |= count(&list->words[i], is_thread(list->words[i].text, tid, name ? name : "", is_first));
  return is_match && !filter->is_off;
}

bool sp_filter_any(const struct sp_filter *filter) {
  for (unsigned i = 0; i < SP_FILTER_LIST_COUNT; i++)
    if (filter->lists[i].count > 0)
      return true;
  for (unsigned i = 0; i < SP_FILTER_REGEX_COUNT; i++)
    if (filter->expressions[i].text)
      return true;
  return filter->rate > 1 || filter->is_off;
}
