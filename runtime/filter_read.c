// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Reads the filters, from the environment or from a request.
#define _GNU_SOURCE
#include "filter.h"

#include <string.h>
#include <sys/types.h>

#include "process.h"

#define NAME(name) #name,
static const char *const list_names[] = {SP_FILTER_LISTS(NAME)};
static const char *const regex_names[] = {SP_FILTER_REGEXES(NAME)};

// "SOURCEPRINT_<name> <what>: <detail>"
static void note(const char *name, const char *what, const char *detail) {
  char text[256];
  if (sp_join(text, sizeof text, "SOURCEPRINT_", name, " ", what, NULL) == 0)
    sp_note(text, detail);
}

// Takes "key=" off the front of the word.
static bool take_key(char **word, const char *key) {
  size_t length = strlen(key);
  if (strncmp(*word, key, length) != 0 || (*word)[length] != '=')
    return false;
  *word += length + 1;
  return true;
}

// A word of ONLY: file=GLOB, func=GLOB, module=NAME[:GLOB] or NAME:GLOB. Returns NULL, or what is wrong.
static const char *read_selector(char *text, struct sp_filter_word *word) {
  word->kind = SP_WORD_MODULE;
  if (take_key(&text, "file"))
    word->kind = SP_WORD_FILE;
  else if (take_key(&text, "func"))
    word->kind = SP_WORD_FUNCTION;
  bool is_named = word->kind == SP_WORD_MODULE && take_key(&text, "module");
  word->text = text;
  word->base_name = "*";
  char *colon = word->kind == SP_WORD_MODULE ? strchr(text, ':') : NULL;
  if (word->kind == SP_WORD_MODULE && !colon && !is_named)
    return "has a word that is none of file=GLOB, func=GLOB, module=NAME and NAME:GLOB; it is left out";
  if (colon) {
    *colon = '\0';
    word->base_name = colon + 1;
  }
  if (!*word->text || !*word->base_name)
    return "has a word with nothing behind its = or around its colon; it is left out";
  return sp_glob_is_sound(word->text) && sp_glob_is_sound(word->base_name)
             ? NULL
             : "has a word with a [ that has no ]; it is left out";
}

// A word of the other lists. Returns NULL, or what is wrong.
static const char *read_word(char *text, bool is_whole, struct sp_filter_word *word) {
  word->text = text;
  word->kind = is_whole || sp_glob_is_one(text) ? SP_WORD_GLOB : SP_WORD_SUBSTRING;
  return word->kind == SP_WORD_SUBSTRING || sp_glob_is_sound(text)
             ? NULL
             : "has a word with a [ that has no ]; it is left out";
}

// Cuts the next word, without white space around it, off a list. Returns NULL at the end.
static char *next_word(char **list) {
  while (**list && strchr(", \t", **list))
    (*list)++;
  char *word = *list, *end = word + strcspn(word, ",");
  *list = *end ? end + 1 : end;
  while (end > word && strchr(" \t", end[-1]))
    end--;
  *end = '\0';
  return end > word ? word : NULL;
}

static void read_list(struct sp_filter_list *list, enum sp_filter_list_name which, sp_filter_source *setting) {
  const char *name = list_names[which], *value = setting(name);
  size_t bytes = value ? strlen(value) + 1 : 0;
  if (!value)
    return;
  if (bytes > sizeof list->text)
    return note(name, "has more than 2047 bytes: it is left out", NULL);
  memcpy(list->text, value, bytes);
  char *rest = list->text;
  for (char *text; (text = next_word(&rest));) {
    if (list->count == SP_FILTER_WORD_MAX)
      return note(name, "has more than 64 words: those from here on are left out", text);
    struct sp_filter_word *word = &list->words[list->count];
    char whole[64] = ""; // for the note: a selector is cut into pieces
    memcpy(whole, text, strnlen(text, sizeof whole - 1));
    const char *wrong =
        which == SP_FILTER_ONLY ? read_selector(text, word) : read_word(text, which == SP_FILTER_THREAD, word);
    if (wrong)
      note(name, wrong, whole);
    else
      list->count++;
  }
}

static void read_regex(struct sp_filter *filter, unsigned which, sp_filter_source *setting) {
  const char *name = regex_names[which], *value = setting(name);
  size_t bytes = value ? strlen(value) + 1 : 0;
  if (!value)
    return;
  char *text = filter->expression_texts[which], what[160];
  if (bytes > SP_FILTER_TEXT_MAX)
    return note(name, "has more than 2047 bytes: it is left out", NULL);
  memcpy(text, value, bytes);
  const char *wrong = sp_regex_compile(&filter->regexes[which], text);
  if (!wrong)
    filter->expressions[which].text = text;
  else if (sp_join(what, sizeof what, "is no extended regular expression, ", wrong, "; it is left out", NULL) == 0)
    note(name, what, text);
}

static void read_rate(struct sp_filter *filter, const char *value) {
  uint64_t rate = 0;
  if (!value)
    return;
  for (const char *p = value; *p; p++) {
    rate = *p >= '0' && *p <= '9' && rate <= SP_FILTER_RATE_MAX ? rate * 10 + (uint64_t)(*p - '0') : UINT64_MAX;
    if (rate > SP_FILTER_RATE_MAX)
      break;
  }
  if (rate >= 1 && rate <= SP_FILTER_RATE_MAX)
    filter->rate = (uint32_t)rate;
  else
    note("RATE", "is no number from 1 to 1000000000: every record is kept", value);
}

static bool is_one_of(const char *value, const char *const words[4]) {
  for (int i = 0; i < 4; i++)
    if (strcmp(value, words[i]) == 0)
      return true;
  return false;
}

static void read_enable(struct sp_filter *filter, const char *value) {
  static const char *const off[] = {"0", "false", "off", "no"}, *const on[] = {"1", "true", "on", "yes"};
  if (!value)
    return;
  filter->is_off = is_one_of(value, off);
  if (!filter->is_off && !is_one_of(value, on))
    note("ENABLE", "is neither 0 nor 1: 1 is used", value);
}

void sp_filter_read(struct sp_filter *filter, sp_filter_source *setting) {
  for (unsigned i = 0; i < SP_FILTER_LIST_COUNT; i++)
    read_list(&filter->lists[i], (enum sp_filter_list_name)i, setting);
  for (unsigned i = 0; i < SP_FILTER_REGEX_COUNT; i++)
    read_regex(filter, i, setting);
  read_rate(filter, setting("RATE"));
  read_enable(filter, setting("ENABLE"));
}

// A word that may have had no chance yet is told of later.
static void note_word(const char *name, struct sp_filter_word *word) {
  if (word->matches || word->is_noted || !word->text)
    return;
  word->is_noted = true;
  char what[SP_FILTER_TEXT_MAX];
  static const char *const before[] = {"", "", "file=", "func=", ""};
  bool is_module = word->kind == SP_WORD_MODULE;
  if (sp_join(what, sizeof what, before[word->kind], word->text, is_module ? ":" : "", is_module ? word->base_name : "",
              NULL) == 0)
    note(name, "matches nothing in this run", what);
}

void sp_filter_note_idle(struct sp_filter *filter, bool at_end) {
  for (unsigned i = 0; i < SP_FILTER_LIST_COUNT; i++)
    for (uint32_t k = 0; k < filter->lists[i].count && (at_end || i != SP_FILTER_THREAD); k++)
      note_word(list_names[i], &filter->lists[i].words[k]);
  for (unsigned i = 0; i < SP_FILTER_REGEX_COUNT; i++)
    note_word(regex_names[i], &filter->expressions[i]);
  if (filter->functions == 0 || filter->kept > 0 || filter->is_noted)
    return;
  filter->is_noted = true;
  sp_note(filter->is_off ? "nothing is recorded, SOURCEPRINT_ENABLE is 0"
                         : "nothing is recorded, the filters leave none of the functions",
          NULL);
}
