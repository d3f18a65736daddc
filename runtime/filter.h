// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Filters: what is recorded of a program that is built already. docs/filters.md says what each variable means; this is
// where they are read and asked.
//
// A function is asked about once, when its module is attached, and a thread when it starts or changes its name; the
// answers are kept by the caller. Only sp_filter_rate() is asked for each record.
//
// Nothing here allocates, locks or changes errno; everything is async-signal-safe. The caller serialises all calls but
// sp_filter_rate() by sp_lock(), as matches are counted.
#ifndef SOURCEPRINT_RUNTIME_FILTER_H
#define SOURCEPRINT_RUNTIME_FILTER_H

#include "match.h"

#include <stdbool.h>
#include <stdint.h>

// Filters that are lists of words, and those that are one regular expression.
#define SP_FILTER_LISTS(X) X(INCLUDE) X(EXCLUDE) X(FUNCTION_INCLUDE) X(FUNCTION_EXCLUDE) X(THREAD) X(ONLY)
#define SP_FILTER_REGEXES(X) X(INCLUDE_REGEX) X(EXCLUDE_REGEX) X(FUNCTION_INCLUDE_REGEX) X(FUNCTION_EXCLUDE_REGEX)

enum sp_filter_list_name {
#define SP_X(name) SP_FILTER_##name,
  SP_FILTER_LISTS(SP_X) SP_FILTER_LIST_COUNT
};
enum sp_filter_regex_name { SP_FILTER_REGEXES(SP_X) SP_FILTER_REGEX_COUNT };
#undef SP_X

#define SP_FILTER_TEXT_MAX 2048u // bytes of a list, and of a regular expression
#define SP_FILTER_WORD_MAX 64u   // words of a list
#define SP_FILTER_RATE_MAX 1000000000u

// What a word is compared with, and how.
enum sp_filter_word_kind {
  SP_WORD_SUBSTRING, // found in the name
  SP_WORD_GLOB,      // stands for the whole name, or for the end of a path
  SP_WORD_FILE,      // file=: the same for a file
  SP_WORD_FUNCTION,  // func=
  SP_WORD_MODULE,    // NAME:GLOB; the text is NAME
};

struct sp_filter_word {
  const char *text;
  const char *base_name; // of a module: the glob for the file's base name
  enum sp_filter_word_kind kind;
  uint32_t matches; // functions, or threads
  bool is_noted;    // that it matches nothing
};

struct sp_filter_list {
  char text[SP_FILTER_TEXT_MAX]; // a copy, as the program may change its environment
  uint32_t count;
  struct sp_filter_word words[SP_FILTER_WORD_MAX];
};

struct sp_filter {
  struct sp_filter_list lists[SP_FILTER_LIST_COUNT];
  struct sp_regex regexes[SP_FILTER_REGEX_COUNT];
  struct sp_filter_word expressions[SP_FILTER_REGEX_COUNT]; // their texts and counts; the text is NULL if there is none
  char expression_texts[SP_FILTER_REGEX_COUNT][SP_FILTER_TEXT_MAX];
  uint32_t rate;      // of a thread's records the first is kept, and then each rate-th after it
  bool is_off;        // ENABLE=0
  uint32_t functions; // that were asked about
  uint32_t kept;      // of them
  bool is_noted;      // that none is kept
};

// Reads the variables by a function like sp_setting(). What is wrong with one becomes a note, and it is left out.
// *filter is all zero before; it must stay where it is.
typedef const char *sp_filter_source(const char *name);
void sp_filter_read(struct sp_filter *filter, sp_filter_source *setting);

// Whether there is anything to ask: if not, all that follow would say yes.
bool sp_filter_any(const struct sp_filter *filter);

// Whether a function's records are kept. module: path of the program or library; file: as the compiler was given it;
// function: its name, or several ones joined by '|', of which one must be kept. Each may be NULL.
bool sp_filter_function(struct sp_filter *filter, const char *module, const char *file, const char *function);

// Whether a thread's records are kept. name: as prctl(PR_GET_NAME) gives it; may be NULL. is_first: it is the process's
// first thread.
bool sp_filter_thread(struct sp_filter *filter, int tid, const char *name, bool is_first);

// Whether the next record of a thread is kept, at that sp_filter.rate. records: the thread's own counter of those that
// got as far as here.
static inline bool sp_filter_rate(uint32_t rate, uint64_t *records) { return rate < 2 || (*records)++ % rate == 0; }

// Notes each filter that has matched nothing so far, once: those for functions, and at the end those for threads too.
// Says so too if no function is left.
void sp_filter_note_idle(struct sp_filter *filter, bool at_end);

#endif
