// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Uses the runtime's own filters, so that a word means the same when recording and when reading.

#define _GNU_SOURCE

#include "choice.h"

#include "common/memory.h"
#include "runtime/filter.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

// The runtime's parser of filters tells what is wrong by this.
void sp_note(const char *what, const char *detail);

// The options, and the variables with the same meaning, in the same order.
enum { KEY_FIRST = 1024 }; // above those of commands
static const struct argp_option option_table[] = {
    {"thread", KEY_FIRST, "WORDS", 0, "Only threads with one of these ids or names; main is the first one", 1},
    {"include", KEY_FIRST + 1, "WORDS", 0, "Only files that match one of the words, separated by commas", 1},
    {"exclude", KEY_FIRST + 2, "WORDS", 0, "No files that match one of the words", 1},
    {"function-include", KEY_FIRST + 3, "WORDS", 0, "Only functions that match one of the words", 1},
    {"function-exclude", KEY_FIRST + 4, "WORDS", 0, "No functions that match one of the words", 1},
    {"include-regex", KEY_FIRST + 5, "REGEX", 0, "As --include, by a regular expression", 1},
    {"exclude-regex", KEY_FIRST + 6, "REGEX", 0, "As --exclude, by a regular expression", 1},
    {"function-include-regex", KEY_FIRST + 7, "REGEX", 0, "As --function-include, by a regular expression", 1},
    {"function-exclude-regex", KEY_FIRST + 8, "REGEX", 0, "As --function-exclude, by a regular expression", 1},
    {"only", KEY_FIRST + 9, "SELECTORS", 0, "Only what matches file=GLOB, func=GLOB, module=NAME or NAME:GLOB", 1},
    {0},
};
static const char *const variables[] = {
    "THREAD",
    "INCLUDE",
    "EXCLUDE",
    "FUNCTION_INCLUDE",
    "FUNCTION_EXCLUDE",
    "INCLUDE_REGEX",
    "EXCLUDE_REGEX",
    "FUNCTION_INCLUDE_REGEX",
    "FUNCTION_EXCLUDE_REGEX",
    "ONLY",
};
#define OPTION_COUNT (sizeof variables / sizeof *variables)

static const struct argp_option thread_table[] = {
    {"thread", KEY_FIRST, "WORDS", 0, "Only threads with one of these ids or names; main is the first one", 0},
    {0},
};

struct choice_filter {
  char *values[OPTION_COUNT]; // owned; NULL where the option is not given
  struct sp_filter filter;
};

// sp_filter_read() and its notes know of no context.
static const struct choice_filter *being_read;
static struct argp_state *being_parsed;

static const char *value_of(const char *variable) {
  for (size_t i = 0; i < OPTION_COUNT; i++)
    if (strcmp(variables[i], variable) == 0)
      return being_read->values[i];
  return NULL;
}

// SOURCEPRINT_FUNCTION_INCLUDE as --function-include.
static void put_option(char *option, size_t size, const char **words) {
  static const char prefix[] = "SOURCEPRINT_";
  size_t used = 0;
  if (strncmp(*words, prefix, sizeof prefix - 1) == 0) {
    used = (size_t)snprintf(option, size, "--");
    for (*words += sizeof prefix - 1; **words && **words != ' ' && used + 1 < size; (*words)++)
      option[used++] = (char)(**words == '_' ? '-' : tolower((unsigned char)**words));
  }
  option[used] = '\0';
}

void sp_note(const char *what, const char *detail) {
  char option[64];
  put_option(option, sizeof option, &what);
  if (being_parsed) // nothing is left out here: a command can be typed again
    argp_error(being_parsed, "%s%.*s%s%s", option, (int)strcspn(what, ";"), what, detail ? ": " : "",
               detail ? detail : "");
  else
    fprintf(stderr, "sourceprint: %s%s%s%s\n", option, what, detail ? ": " : "", detail ? detail : "");
}

// Words of an option that is given twice belong together; of regular expressions, which may hold commas, either holds.
static void take(struct choice *choice, size_t option, const char *argument) {
  if (!choice->filter)
    choice->filter = calloc(1, sizeof *choice->filter);
  if (!choice->filter)
    memory_is_short();
  char **value = &choice->filter->values[option], *both = NULL;
  const bool is_regex = strstr(variables[option], "REGEX");
  if (!*value)
    both = strdup(argument);
  else if (asprintf(&both, is_regex ? "(%s)|(%s)" : "%s,%s", *value, argument) < 0)
    both = NULL;
  if (!both)
    memory_is_short();
  free(*value);
  *value = both;
}

static void read_filter(struct choice *choice, struct argp_state *state) {
  if (!choice->filter)
    return;
  being_read = choice->filter;
  being_parsed = state;
  sp_filter_read(&choice->filter->filter, value_of);
  being_parsed = NULL;
  being_read = NULL;
  if (!sp_filter_any(&choice->filter->filter))
    argp_error(state, "the words of the filter are empty");
  choice->filter->filter.is_noted = true; // that nothing is left is for the command to say
  tally_begin(&choice->answers);
}

static error_t parse(int key, char *argument, struct argp_state *state) {
  struct choice *choice = state->input;
  if (key == ARGP_KEY_END)
    read_filter(choice, state);
  else if (key >= KEY_FIRST && key < (int)(KEY_FIRST + OPTION_COUNT))
    take(choice, (size_t)(key - KEY_FIRST), argument);
  else
    return ARGP_ERR_UNKNOWN;
  return 0;
}

const struct argp choice_argp = {.options = option_table, .parser = parse};
const struct argp choice_thread_argp = {.options = thread_table, .parser = parse};

bool choice_is_by_thread(const struct choice *choice) { return choice->filter && choice->filter->values[0]; }

bool choice_is_by_site(const struct choice *choice) {
  for (size_t i = 1; choice->filter && i < OPTION_COUNT; i++)
    if (choice->filter->values[i])
      return true;
  return false;
}

bool choice_has_thread(struct choice *choice, const struct reader_run *run, const struct reader_thread *thread) {
  const bool is_first = thread->number == 1 || thread->tid == run->header.pid;
  return !choice_is_by_thread(choice) || sp_filter_thread(&choice->filter->filter, thread->tid, thread->name, is_first);
}

// Path of the module that the site belongs to; NULL if there is none.
static const char *module_of(const struct reader_run *run, uint32_t value) {
  for (size_t i = 0; i < run->module_count; i++) {
    const struct sp_module *module = &run->modules[i].module;
    if (value - (uint32_t)module->table_address <= module->table_bytes)
      return module->path;
  }
  return NULL;
}

static bool answer(struct choice *choice, const struct reader_run *run, uint32_t value) {
  struct reader_site site;
  return reader_sites_find(&run->sites, value, &site) &&
         sp_filter_function(&choice->filter->filter, module_of(run, value), site.file, site.function);
}

enum { ANSWER_NO = 1, ANSWER_YES = 2 };

bool choice_has_site(struct choice *choice, const struct reader_run *run, uint32_t value) {
  if (!choice_is_by_site(choice))
    return true;
  if (choice->run != run) {
    tally_free(&choice->answers);
    tally_begin(&choice->answers);
    choice->run = run;
  }
  const struct tally_slot *known = tally_find(&choice->answers, value);
  if (known->key != 0)
    return known->count == ANSWER_YES;
  const bool is_chosen = answer(choice, run, value);
  if (value != 0)
    tally_add(&choice->answers, value, is_chosen ? ANSWER_YES : ANSWER_NO);
  return is_chosen;
}

bool choice_has_text(struct choice *choice, const struct sp_record_text *text) {
  const char *file = text->file ? text->file : "", *function = text->function ? text->function : "";
  if (!choice_is_by_site(choice))
    return true;
  if (strcmp(choice->file, file) != 0 || strcmp(choice->function, function) != 0) {
    choice->is_text_chosen = sp_filter_function(&choice->filter->filter, NULL, file, function);
    // A name that does not fit is asked about each time.
    snprintf(choice->file, sizeof choice->file, "%s", strlen(file) < sizeof choice->file ? file : "");
    snprintf(choice->function, sizeof choice->function, "%s", function);
  }
  return choice->is_text_chosen;
}

void choice_ask_all(struct choice *choice, const struct reader_run *run) {
  if (!choice_is_by_site(choice))
    return;
  for (size_t i = 0; i < run->module_count; i++) {
    const struct reader_section *section = run->modules[i].section;
    for (size_t j = 0; section && j < section->table_count; j++) {
      const struct reader_table *table = &section->tables[j];
      for (uint64_t k = 0; k < table->header.site_count; k++)
        choice_has_site(choice, run, (uint32_t)(run->modules[i].module.table_address + table->offset + 1 + k));
    }
  }
}

void choice_tell_idle(const struct choice *choice) {
  if (choice->filter)
    sp_filter_note_idle(&choice->filter->filter, true);
}

void choice_free(struct choice *choice) {
  for (size_t i = 0; choice->filter && i < OPTION_COUNT; i++)
    free(choice->filter->values[i]);
  free(choice->filter);
  tally_free(&choice->answers);
  *choice = (struct choice){0};
}
