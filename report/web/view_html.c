// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What stands in the data: see report/web/page/source_embedded.js. Numbers are written as they come, as a tree of JSON
// values would take some hundred megabytes.

#define _GNU_SOURCE

#include "view_html.h"

#include "page.h"
#include "view_json.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

// A statement takes some 8 bytes, one of a text 3 times as much.
#define STATEMENTS_MOST UINT64_C(1200000)
#define TEXT_WEIGHT 3
#define SOURCES_MOST (8u << 20)

struct html {
  FILE *out;
  struct view *view;
  struct view_json json;
  const bool *is_chosen;
  uint64_t newest;      // statements of each thread
  unsigned char *sites; // those that are written
};

// In a script element nothing may look like markup.
static int write_escaped(const char *text, size_t bytes, void *context) {
  FILE *out = context;
  for (size_t i = 0; i < bytes; i++)
    if (text[i] == '<')
      fputs("\\u003c", out);
    else
      putc(text[i], out);
  return 0;
}

static void put_json(struct html *html, const char *key, json_t *json) {
  fprintf(html->out, "\"%s\":", key);
  json_dump_callback(json, write_escaped, html->out, JSON_COMPACT | JSON_ENCODE_ANY);
  json_decref(json);
}

static uint64_t count_of(const struct view_thread *thread) { return thread->loaded_end - thread->first; }

static uint64_t weight_with(const struct html *html, uint64_t newest) {
  uint64_t sum = 0;
  for (size_t i = 0; i < html->view->thread_count; i++) {
    const struct view_thread *thread = &html->view->threads[i];
    const uint64_t count = count_of(thread) < newest ? count_of(thread) : newest;
    sum += html->is_chosen[i] ? count * (thread->is_text ? TEXT_WEIGHT : 1) : 0;
  }
  return sum;
}

// As many of each thread as there is room for.
static uint64_t find_newest(const struct html *html) {
  uint64_t low = 1, high = STATEMENTS_MOST + 1;
  while (low + 1 < high) {
    const uint64_t middle = low + (high - low) / 2;
    if (weight_with(html, middle) <= STATEMENTS_MOST)
      low = middle;
    else
      high = middle;
  }
  return low;
}

static bool is_all_written(const struct html *html) {
  for (size_t i = 0; i < html->view->thread_count; i++)
    if (html->is_chosen[i] && count_of(&html->view->threads[i]) > html->newest)
      return false;
  return true;
}

static void put_known(struct html *html, const struct view_thread *thread, uint64_t skipped) {
  const struct reader_times *times = &thread->times;
  const struct reader_run *run = html->view->processes[thread->process].run;
  const char *before = "";
  for (size_t i = 0; i < times->count; i++) {
    const struct reader_moment *moment = &times->moments[i];
    if (moment->index < skipped && (i + 1 == times->count || moment[1].index <= skipped))
      continue;
    fprintf(html->out, "%s[%" PRId64 ",%" PRId64 "]", before, (int64_t)(moment->index - skipped),
            (int64_t)(reader_times_real(run, moment->monotonic_ns) - html->json.origin_ns));
    before = ",";
  }
}

static void put_span(struct html *html, size_t number) {
  const struct view_thread *thread = &html->view->threads[number];
  const uint64_t count = count_of(thread), skipped = count > html->newest ? count - html->newest : 0;
  struct view_statement statement;
  uint64_t before_ns = html->json.origin_ns;
  FILE *out = html->out;
  fprintf(out, "\"%zu\":{\"first\":%" PRIu64 ",\"end\":%" PRIu64 ",\"from\":%" PRIu64 ",\"ids\":[", number,
          thread->first, thread->loaded_end, thread->first + skipped);
  for (uint64_t i = skipped; i < count; i++) {
    html->sites[thread->sites[i]] = 1;
    fprintf(out, "%s%u", i > skipped ? "," : "", thread->sites[i]);
  }
  fputs("],\"steps\":[", out);
  for (uint64_t i = skipped; i < count && view_statement(html->view, number, thread->first + i, &statement); i++) {
    fprintf(out, "%s%" PRId64, i > skipped ? "," : "", (int64_t)(statement.at_ns - before_ns));
    before_ns = statement.at_ns;
  }
  fputs("],\"known\":[", out);
  put_known(html, thread, skipped);
  const struct view_process *process = &html->view->processes[thread->process];
  const uint64_t end_ns = thread->end_ns ? thread->end_ns : process->reference_ns;
  fprintf(out, "],\"until\":%" PRId64 ",\"tick\":%" PRIu64 "}", end_ns ? (int64_t)(end_ns - html->json.origin_ns) : -1,
          (uint64_t)process->run->header.tick_ns);
}

static void put_spans(struct html *html) {
  const char *before = "";
  fputs("\"spans\":{", html->out);
  for (size_t i = 0; i < html->view->thread_count; i++) {
    if (!html->is_chosen[i] || !count_of(&html->view->threads[i]))
      continue;
    fputs(before, html->out);
    put_span(html, i);
    before = ",";
  }
  fputs("}", html->out);
}

static json_t *threads_json(const struct html *html) {
  json_t *all = view_json_threads(&html->json), *chosen = json_array();
  for (size_t i = 0; i < json_array_size(all); i++) {
    json_t *thread = json_array_get(all, i);
    const size_t number = (size_t)json_integer_value(json_object_get(thread, "thread"));
    if (!html->is_chosen[number])
      continue;
    if (html->view->threads[number].at.site)
      html->sites[html->view->threads[number].at.site] = 1;
    json_array_append(chosen, thread);
  }
  json_decref(all);
  return chosen;
}

static json_t *session_json(const struct html *html) {
  json_t *session = view_json_session(&html->json);
  json_object_set_new(session, "running", json_false());
  json_object_set_new(session, "newest", is_all_written(html) ? json_null() : json_integer((json_int_t)html->newest));
  return session;
}

// A file's text, unless the page would become too large. Returns the bytes that it took.
static size_t put_file(struct html *html, size_t file, bool is_small) {
  json_t *source = view_json_source(&html->json, file);
  const char *text = json_string_value(json_object_get(source, "text"));
  const size_t bytes = text ? strlen(text) : 0;
  json_t *heat = view_json_heat(&html->json, file, VIEW_NONE), *snippets = json_object_get(heat, "snippets");
  if (bytes && !is_small) {
    json_object_set_new(source, "text", json_null());
    json_object_set_new(source, "why", json_string("it would make this page too large"));
  }
  if (json_object_size(snippets))
    json_object_set(source, "snippets", snippets);
  json_decref(heat);
  json_dump_callback(source, write_escaped, html->out, JSON_COMPACT);
  json_decref(source);
  return is_small ? bytes : 0;
}

static void put_files(struct html *html) {
  size_t used = 0;
  fputs("\"files\":[", html->out);
  for (size_t file = 0; file < view_file_count(html->view); file++) {
    fputs(file ? "," : "", html->out);
    used += put_file(html, file, used < SOURCES_MOST);
  }
  fputs("],\"heats\":{", html->out);
  for (size_t file = 0; file < view_file_count(html->view); file++) {
    struct view_line *lines;
    const uint32_t count = view_heat(html->view, file, VIEW_NONE, &lines);
    const char *before = "";
    fprintf(html->out, "%s\"%zu\":[", file ? "," : "", file);
    for (uint32_t i = 0; i < count; i++) {
      if (!lines[i].snippet)
        continue;
      fprintf(html->out, "%s%u", before, i + 1);
      before = ",";
    }
    fputs("]", html->out);
    free(lines);
  }
  fputs("}", html->out);
}

static void put_sites(struct html *html) {
  const char *before = "";
  char key[16];
  fputs("\"sites\":{", html->out);
  for (uint32_t site = 1; site < view_site_count(html->view); site++) {
    if (!html->sites[site])
      continue;
    fputs(before, html->out);
    snprintf(key, sizeof key, "%u", site);
    put_json(html, key, view_json_site(&html->json, site));
    before = ",";
  }
  fputs("}", html->out);
}

static void put_data(struct html *html) {
  fputs("<script type=\"application/json\" id=\"data\">{", html->out);
  put_json(html, "session", session_json(html));
  fputs(",", html->out);
  put_json(html, "threads", threads_json(html));
  fputs(",", html->out);
  put_spans(html);
  fputs(",", html->out);
  put_files(html);
  fputs(",", html->out);
  put_sites(html);
  fputs("}</script>\n", html->out);
}

static void put_web_file(FILE *out, const char *name) {
  for (size_t i = 0; i < web_file_count; i++)
    if (strcmp(web_files[i].name, name) == 0)
      fwrite(web_files[i].content, 1, web_files[i].bytes, out);
}

static void put_scripts(FILE *out, const char *page) {
  static const char start[] = "<script src=\"";
  for (const char *at = page; (at = strstr(at, start));) {
    char name[64];
    at += sizeof start - 1;
    snprintf(name, sizeof name, "%.*s", (int)strcspn(at, "\""), at);
    fputs("<script>\n", out);
    put_web_file(out, name);
    fputs("</script>\n", out);
  }
}

// The page's lines, with what they refer to in their place. Scripts go to the end, where all they look for is there.
static void put_page(struct html *html, const char *page) {
  static const char policy[] = "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                               "script-src 'unsafe-inline'; style-src 'unsafe-inline'; base-uri 'none'; "
                               "form-action 'none'\">\n";
  for (const char *line = page, *next; *line; line = next) {
    const size_t bytes = strcspn(line, "\n");
    next = line + bytes + (line[bytes] == '\n');
    if (strncmp(line, "<script src", 11) == 0 || strncmp(line, "<link rel=\"icon\"", 16) == 0)
      continue;
    if (strncmp(line, "<link rel=\"stylesheet\"", 22) == 0) {
      fputs("<style>\n", html->out);
      put_web_file(html->out, "style.css");
      fputs("</style>\n", html->out);
      continue;
    }
    if (strncmp(line, "</body>", 7) == 0) {
      put_data(html);
      put_scripts(html->out, page);
    }
    fwrite(line, 1, (size_t)(next - line), html->out);
    if (strncmp(line, "<meta charset", 13) == 0)
      fputs(policy, html->out);
  }
}

void view_html_write(FILE *out, struct view *view, const bool *is_chosen) {
  struct html html = {.out = out, .view = view, .json = view_json_begin(view), .is_chosen = is_chosen};
  char *page = NULL;
  size_t bytes;
  FILE *copy = open_memstream(&page, &bytes);
  if (!copy)
    return;
  put_web_file(copy, "index.html");
  fclose(copy);
  for (size_t i = 0; i < view->thread_count; i++)
    if (is_chosen[i])
      view_load(view, i);
  html.newest = find_newest(&html);
  html.sites = calloc(view_site_count(view) + 1u, 1);
  if (html.sites)
    put_page(&html, page);
  free(html.sites);
  free(page);
}
