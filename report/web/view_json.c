// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Answers the page's questions from the view.

#define _GNU_SOURCE

#include "view_json.h"

#include "common/memory.h"
#include "report/text/json.h"
#include "report/text/last_text.h"

#include <stdlib.h>
#include <string.h>

struct view_json view_json_begin(struct view *view) {
  struct view_json json = {.view = view};
  uint64_t to_ns;
  view_time_span(view, &json.origin_ns, &to_ns);
  return json;
}

static json_t *time_json(const struct view_json *json, uint64_t ns) {
  return ns ? json_integer((json_int_t)(ns - json->origin_ns)) : json_null();
}

// What `sourceprint last` says, without the line break at its end.
static json_t *words_json(const struct reader_run *run, void (*put)(FILE *out, const struct reader_run *run)) {
  char *words = NULL;
  size_t bytes = 0;
  FILE *out = open_memstream(&words, &bytes);
  if (!out)
    memory_is_short();
  put(out, run);
  if (fclose(out) != 0)
    memory_is_short();
  if (bytes && words[bytes - 1] == '\n')
    words[bytes - 1] = '\0';
  json_t *json = report_json_text(words);
  free(words);
  return json;
}

static void put_end(FILE *out, const struct reader_run *run) {
  const struct output_colors plain = output_choose_colors(OUTPUT_COLOR_NEVER);
  last_put_end(out, run, &plain);
}

static json_t *process_json(const struct reader_run *run) {
  json_t *object = json_object();
  json_object_set_new(object, "pid", json_integer(run->header.pid));
  json_object_set_new(object, "program", report_json_text(*run->header.program ? run->header.program : run->name));
  json_object_set_new(object, "path", report_json_text(run->path));
  json_object_set_new(object, "end", words_json(run, put_end));
  json_object_set_new(object, "crashed", json_boolean(last_is_crash(run)));
  json_object_set_new(object, "running", json_boolean(reader_end_may_go_on(run->end)));
  json_object_set_new(object, "notes", words_json(run, last_put_facts));
  return object;
}

json_t *view_json_session(const struct view_json *json) {
  struct view *view = json->view;
  uint64_t from_ns, to_ns;
  char *origin = NULL;
  size_t bytes = 0;
  FILE *out = open_memstream(&origin, &bytes);
  if (out) {
    output_time(out, json->origin_ns);
    fclose(out);
  }
  json_t *object = json_object(), *processes = json_array();
  view_time_span(view, &from_ns, &to_ns);
  for (size_t i = 0; i < view->process_count; i++)
    json_array_append_new(processes, process_json(view->processes[i].run));
  json_object_set_new(object, "schema", json_integer(1));
  json_object_set_new(object, "origin", report_json_text(origin));
  json_object_set_new(object, "span",
                      json_pack("[o, o]", json_integer((json_int_t)(from_ns - json->origin_ns)),
                                json_integer((json_int_t)(to_ns - json->origin_ns))));
  json_object_set_new(object, "changes", json_integer(view->changes));
  json_object_set_new(object, "running", json_boolean(view_is_running(view)));
  json_object_set_new(object, "problems", report_json_text(view_words(view)));
  json_object_set_new(object, "processes", processes);
  free(origin);
  return object;
}

static json_t *thread_json(const struct view_json *json, size_t number) {
  static const char *const places[] = {"newest", "returned", "ahead"};
  const struct view_thread *thread = &json->view->threads[number];
  const struct view_site *site = view_site(json->view, thread->at.site);
  const bool is_known = thread->has_last && *site->file;
  json_t *object = json_object();
  json_object_set_new(object, "thread", json_integer((json_int_t)number));
  json_object_set_new(object, "process", json_integer((json_int_t)thread->process));
  json_object_set_new(object, "tid", json_integer(thread->tid));
  json_object_set_new(object, "name", report_json_text(thread->name));
  json_object_set_new(object, "state", json_string(last_state_token(thread->state)));
  json_object_set_new(object, "place", json_string(places[thread->place]));
  json_object_set_new(object, "site", is_known ? view_json_site(json, thread->at.site) : json_null());
  json_object_set_new(object, "number", thread->has_number ? json_integer((json_int_t)thread->at.number) : json_null());
  json_object_set_new(object, "at", time_json(json, thread->at.from_ns));
  json_object_set_new(object, "to", time_json(json, thread->at.to_ns));
  json_object_set_new(object, "reference", time_json(json, json->view->processes[thread->process].reference_ns));
  json_object_set_new(object, "end", json_integer((json_int_t)thread->end));
  json_object_set_new(object, "lost", json_integer((json_int_t)thread->lost));
  json_object_set_new(object, "open", json_integer(thread->open));
  json_object_set_new(object, "generation", json_integer(thread->generation));
  return object;
}

json_t *view_json_threads(const struct view_json *json) {
  size_t *order = view_display_order(json->view);
  json_t *list = json_array();
  for (size_t i = 0; i < json->view->thread_count; i++)
    json_array_append_new(list, thread_json(json, order[i]));
  free(order);
  return list;
}

json_t *view_json_statement(const struct view_json *json, const struct view_statement *statement) {
  json_t *object = json_object();
  json_object_set_new(object, "thread", json_integer((json_int_t)statement->thread));
  json_object_set_new(object, "number", json_integer((json_int_t)statement->number));
  json_object_set_new(object, "at", time_json(json, statement->at_ns));
  json_object_set_new(object, "from", time_json(json, statement->from_ns));
  json_object_set_new(object, "to", time_json(json, statement->to_ns));
  json_object_set_new(object, "generation", json_integer(json->view->threads[statement->thread].generation));
  json_object_set_new(object, "id", json_integer(statement->site));
  json_object_set_new(object, "site",
                      statement->site == VIEW_LOST ? json_null() : view_json_site(json, statement->site));
  return object;
}

json_t *view_json_site(const struct view_json *json, uint32_t number) {
  const struct view_site *site = view_site(json->view, number);
  json_t *object = json_object();
  json_object_set_new(object, "file",
                      site->file_index == VIEW_NONE ? json_null() : json_integer((json_int_t)site->file_index));
  json_object_set_new(object, "name", report_json_text(site->file));
  json_object_set_new(object, "line", json_integer(site->line));
  json_object_set_new(object, "column", json_integer(site->column));
  json_object_set_new(object, "function", report_json_text(site->function));
  json_object_set_new(object, "snippet", report_json_text(site->snippet));
  json_object_set_new(object, "macro", json_integer(site->macro));
  json_object_set_new(object, "timed", json_boolean(site->is_timed));
  if (*site->def_file) {
    json_object_set_new(object, "definition_file", report_json_text(site->def_file));
    json_object_set_new(object, "definition_line", json_integer(site->def_line));
  }
  return object;
}

static void add_site(const struct view_json *json, json_t *sites, uint32_t site) {
  char key[16];
  snprintf(key, sizeof key, "%u", site);
  if (site != VIEW_LOST && !json_object_get(sites, key))
    json_object_set_new(sites, key, view_json_site(json, site));
}

json_t *view_json_span(const struct view_json *json, size_t number, uint64_t from, uint64_t count) {
  struct view_statement statement;
  json_t *object = json_object(), *list = json_array(), *sites = json_object();
  count = view_span(json->view, number, &from, count);
  for (uint64_t n = from; n < from + count && view_statement(json->view, number, n, &statement); n++) {
    json_t *times[] = {time_json(json, statement.at_ns), time_json(json, statement.from_ns),
                       time_json(json, statement.to_ns)};
    json_array_append_new(list, json_pack("[I, o, o, o]", (json_int_t)statement.site, times[0], times[1], times[2]));
    add_site(json, sites, statement.site);
  }
  const struct view_thread *thread = &json->view->threads[number];
  json_object_set_new(object, "thread", json_integer((json_int_t)number));
  json_object_set_new(object, "first", json_integer((json_int_t)thread->first));
  json_object_set_new(object, "end", json_integer((json_int_t)thread->loaded_end));
  json_object_set_new(object, "from", json_integer((json_int_t)from));
  json_object_set_new(object, "generation", json_integer(thread->generation));
  json_object_set_new(object, "cut", json_boolean(thread->is_cut));
  json_object_set_new(object, "statements", list);
  json_object_set_new(object, "sites", sites);
  return object;
}

// A file's text in one string, its bad bytes replaced.
static json_t *text_json(const struct source_file *file) {
  char *text = NULL;
  size_t bytes = 0;
  FILE *out = open_memstream(&text, &bytes);
  if (!out)
    return json_null();
  for (uint32_t line = 1; line <= source_line_count(file); line++) {
    size_t length;
    const char *start = source_line(file, line, &length);
    for (size_t i = 0; i < length; i++)
      putc(start[i] ? start[i] : '?', out);
    putc('\n', out);
  }
  fclose(out);
  json_t *json = report_json_text(text);
  free(text);
  return json;
}

json_t *view_json_source(const struct view_json *json, size_t number) {
  const char *why;
  const struct source_file *file = view_source(json->view, number, &why);
  json_t *object = json_object();
  json_object_set_new(object, "file", json_integer((json_int_t)number));
  json_object_set_new(object, "name", report_json_text(view_file_name(json->view, number)));
  json_object_set_new(object, "text", file ? text_json(file) : json_null());
  json_object_set_new(object, "why", report_json_text(file ? "" : why));
  return object;
}

// Lines with a statement: where it was not executed the count is 0.
json_t *view_json_heat(const struct view_json *json, size_t file, size_t thread) {
  struct view_line *lines;
  char key[16];
  const bool has_text = view_source_lines(json->view, file) > 0;
  const uint32_t count = view_heat(json->view, file, thread, &lines);
  json_t *object = json_object(), *list = json_array(), *snippets = json_object();
  for (uint32_t i = 0; i < count; i++) {
    if (!lines[i].snippet)
      continue;
    json_array_append_new(list, json_pack("[I, I]", (json_int_t)i + 1, (json_int_t)lines[i].count));
    snprintf(key, sizeof key, "%u", i + 1);
    if (!has_text)
      json_object_set_new(snippets, key, report_json_text(lines[i].snippet));
  }
  free(lines);
  json_object_set_new(object, "file", json_integer((json_int_t)file));
  json_object_set_new(object, "lines", list);
  json_object_set_new(object, "snippets", snippets);
  return object;
}

json_t *view_json_density(const struct view_json *json, size_t thread, uint64_t from_ns, uint64_t to_ns, size_t count) {
  uint32_t *buckets = calloc(count + 1, sizeof *buckets);
  json_t *list = json_null();
  if (buckets && view_density(json->view, thread, from_ns, to_ns, count, buckets)) {
    list = json_array();
    for (size_t i = 0; i < count; i++)
      json_array_append_new(list, json_integer(buckets[i]));
  }
  free(buckets);
  return list;
}
