// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the page asks for: small pieces, each bounded, whatever the run's length. Numbers are indices into the view; no
// name and no path comes from the page.

#define _GNU_SOURCE

#include "serve.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct question {
  struct serve *serve;
  struct MHD_Connection *connection;
  bool is_wrong; // a value was missing or made no sense
};

static const char *word_of(struct question *question, const char *key) {
  return MHD_lookup_connection_value(question->connection, MHD_GET_ARGUMENT_KIND, key);
}

static bool parse(const char **word, uint64_t most, uint64_t *number) {
  char *end;
  if (!isdigit((unsigned char)**word))
    return false;
  errno = 0;
  *number = strtoull(*word, &end, 10);
  *word = end;
  return !errno && *number <= most;
}

// A number that must be there.
static uint64_t number_of(struct question *question, const char *key, uint64_t most) {
  const char *word = word_of(question, key);
  uint64_t number = 0;
  if (word && parse(&word, most, &number) && !*word)
    return number;
  question->is_wrong = true;
  return 0;
}

static bool flag_of(struct question *question, const char *key, const char *yes) {
  const char *word = word_of(question, key);
  return word && strcmp(word, yes) == 0;
}

static size_t thread_of(struct question *question) {
  const size_t count = question->serve->view.thread_count;
  question->is_wrong |= count == 0;
  return number_of(question, "thread", count ? count - 1 : 0);
}

// A thread, or all of them.
static size_t threads_of(struct question *question) {
  return flag_of(question, "thread", "all") ? VIEW_NONE : thread_of(question);
}

static size_t file_of(struct question *question) {
  const size_t count = view_file_count(&question->serve->view);
  question->is_wrong |= count == 0;
  return number_of(question, "file", count ? count - 1 : 0);
}

static json_t *session(struct question *question) { return view_json_session(&question->serve->json); }

static json_t *threads(struct question *question) {
  return json_pack("{s:i, s:o}", "changes", (int)question->serve->view.changes, "threads",
                   view_json_threads(&question->serve->json));
}

// fresh: what a running program has executed meanwhile, too.
static json_t *statements(struct question *question) {
  const size_t thread = thread_of(question);
  const uint64_t count = number_of(question, "count", SERVE_STATEMENTS_MOST);
  const bool is_newest = flag_of(question, "from", "newest");
  uint64_t from = is_newest ? 0 : number_of(question, "from", INT64_MAX);
  if (question->is_wrong)
    return NULL;
  if (flag_of(question, "fresh", "1"))
    view_reload(&question->serve->view, thread);
  if (is_newest && view_load(&question->serve->view, thread)) {
    const struct view_thread *t = &question->serve->view.threads[thread];
    from = t->loaded_end - t->first > count ? t->loaded_end - count : t->first;
  }
  return view_json_span(&question->serve->json, thread, from, count);
}

static json_t *found_json(const struct question *question, bool is_found, const struct view_statement *statement) {
  return is_found ? view_json_statement(&question->serve->json, statement) : json_null();
}

// The end from which all threads are gone through.
static struct view_statement end_of_all(bool is_backwards) {
  return (struct view_statement){.thread = VIEW_NONE, .at_ns = is_backwards ? UINT64_MAX : 0};
}

// The statement before or behind another one, among all threads.
static json_t *step(struct question *question) {
  struct view *view = &question->serve->view;
  const bool is_backwards = flag_of(question, "to", "previous");
  struct view_statement at = end_of_all(is_backwards), next;
  if (!flag_of(question, "from", "end")) {
    const size_t thread = thread_of(question);
    const uint64_t number = number_of(question, "number", INT64_MAX);
    if (question->is_wrong || !view_statement(view, thread, number, &at))
      return question->is_wrong ? NULL : json_null();
  }
  return found_json(question, view_next_in_time(view, &at, is_backwards, &next), &next);
}

static json_t *at_time(struct question *question) {
  struct view_statement found;
  const size_t thread = threads_of(question);
  const uint64_t ns = number_of(question, "ns", INT64_MAX);
  if (question->is_wrong)
    return NULL;
  const bool is_found = view_at_time(&question->serve->view, thread, question->serve->json.origin_ns + ns, &found);
  return found_json(question, is_found, &found);
}

// Where a search begins: at an end of the thread or of time, or beside a statement.
static bool find(struct question *question, struct view_search *search, size_t thread, bool is_all, bool is_backwards,
                 struct view_statement *found) {
  struct view *view = &question->serve->view;
  struct view_statement at = end_of_all(is_backwards);
  if (flag_of(question, "from", "end")) {
    if (!is_all)
      return view_search_thread(view, search, thread, is_backwards ? UINT64_MAX : 0, is_backwards, found);
    return view_search_all(view, search, &at, is_backwards, found);
  }
  const uint64_t number = number_of(question, "number", INT64_MAX);
  if (is_all)
    return view_statement(view, thread, number, &at) && view_search_all(view, search, &at, is_backwards, found);
  return (number > 0 || !is_backwards) &&
         view_search_thread(view, search, thread, is_backwards ? number - 1 : number + 1, is_backwards, found);
}

static json_t *search(struct question *question) {
  struct view *view = &question->serve->view;
  struct view_search wanted = {0};
  struct view_statement found;
  const char *text = word_of(question, "text");
  const bool is_all = flag_of(question, "scope", "all");
  const size_t thread = thread_of(question);
  if (!text)
    view_search_site(&wanted, (uint32_t)number_of(question, "site", UINT32_MAX));
  else if (!view_search_text(&wanted, text, flag_of(question, "word", "1") ? VIEW_SEARCH_WORD : VIEW_SEARCH_TEXT))
    question->is_wrong = true;
  json_t *answer = NULL;
  if (!question->is_wrong) {
    const bool is_found = find(question, &wanted, thread, is_all, flag_of(question, "to", "previous"), &found);
    const uint64_t count = view_search_count(view, &wanted, is_all ? VIEW_NONE : thread);
    if (!question->is_wrong)
      answer = json_pack("{s:I, s:o}", "count", (json_int_t)count, "statement", found_json(question, is_found, &found));
  }
  view_search_free(&wanted);
  return answer;
}

static json_t *source(struct question *question) {
  const size_t file = file_of(question);
  return question->is_wrong ? NULL : view_json_source(&question->serve->json, file);
}

static json_t *heat(struct question *question) {
  const size_t file = file_of(question), thread = threads_of(question);
  return question->is_wrong ? NULL : view_json_heat(&question->serve->json, file, thread);
}

// threads: indices, separated by commas.
static json_t *timeline(struct question *question) {
  const struct serve *serve = question->serve;
  const uint64_t from = number_of(question, "from", INT64_MAX), to = number_of(question, "to", INT64_MAX);
  const uint64_t count = number_of(question, "buckets", SERVE_BUCKETS_MOST);
  const char *word = word_of(question, "threads");
  json_t *rows = json_array();
  uint64_t thread;
  for (size_t row = 0; word && *word && !question->is_wrong; row++) {
    question->is_wrong = row >= SERVE_ROWS_MOST || !parse(&word, UINT32_MAX, &thread) || (*word && *word != ',') ||
                         thread >= serve->view.thread_count;
    if (question->is_wrong)
      break;
    json_array_append_new(
        rows, view_json_density(&serve->json, thread, serve->json.origin_ns + from, serve->json.origin_ns + to, count));
    word += *word == ',';
  }
  if (question->is_wrong || !word || !count || to <= from) {
    json_decref(rows);
    return NULL;
  }
  return json_pack("{s:I, s:I, s:o}", "from", (json_int_t)from, "to", (json_int_t)to, "rows", rows);
}

json_t *serve_api(struct serve *serve, struct MHD_Connection *connection, const char *name, unsigned *status) {
  static const struct {
    const char *name;
    json_t *(*answer)(struct question *question);
  } resources[] = {
      {"heat", heat}, {"search", search},   {"session", session}, {"source", source},     {"statements", statements},
      {"step", step}, {"threads", threads}, {"time", at_time},    {"timeline", timeline},
  };
  struct question question = {serve, connection, false};
  *status = MHD_HTTP_NOT_FOUND;
  for (size_t i = 0; i < sizeof resources / sizeof *resources; i++)
    if (strcmp(resources[i].name, name) == 0) {
      *status = MHD_HTTP_BAD_REQUEST;
      return resources[i].answer(&question);
    }
  return NULL;
}
