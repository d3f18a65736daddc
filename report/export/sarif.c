// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// SARIF 2.1.0: a result for the last statement of each thread, with the statements before it as its code flow. A run of
// the SARIF file is a process.

#define _GNU_SOURCE

#include "common/memory.h"
#include "export.h"
#include "report/model/chosen.h"
#include "report/text/json.h"
#include "report/text/last_text.h"
#include "report/text/progress.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

// Statements of a code flow, besides the last one.
#define FLOW_STATEMENTS 100u
#define BASE "PROGRAM_DIRECTORY"

// In the order of their indices.
enum rule { RULE_CRASH, RULE_LAST };
static const char *const rule_ids[] = {[RULE_CRASH] = "crash", [RULE_LAST] = "last-statement"};

struct sarif {
  struct chosen *chosen;
  struct source_cache sources;
  bool has_run, has_result; // something is written already
};

static bool begin(struct export *export) {
  struct sarif *sarif = export->state = calloc(1, sizeof *sarif);
  if (!sarif || !(sarif->chosen = calloc(1, sizeof *sarif->chosen)))
    memory_is_short();
  sarif->chosen->choice = export->choice;
  fputs("{\"$schema\":\"https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json\","
        "\"version\":\"2.1.0\",\"runs\":[",
        export->file.out);
  return true;
}

static void dump(FILE *out, json_t *value) {
  json_dumpf(value, out, JSON_COMPACT);
  json_decref(value);
}

static json_t *plain(const char *text) { return json_pack("{s:o}", "text", report_json_text(text)); }

// In a message {0} stands for an argument, and [text](1) is a link (SARIF, 3.11.5 and 3.11.6).
static json_t *message(const char *text) {
  char *escaped = malloc(2 * strlen(text) + 1);
  if (!escaped)
    memory_is_short();
  char *to = escaped;
  for (const char *c = text; *c; *to++ = *c++)
    if (*c == '{' || *c == '}')
      *to++ = *c;
    else if (*c == ']' && c[1] == '(')
      *to++ = '\\';
  *to = '\0';
  json_t *value = plain(escaped);
  free(escaped);
  return value;
}

// A path as the path of a URI: other bytes than these are %XX.
static json_t *uri(const char *scheme, const char *path) {
  char *text = malloc(strlen(scheme) + strlen(path) * 3 + 1);
  if (!text)
    memory_is_short();
  char *to = text + sprintf(text, "%s", scheme);
  for (const unsigned char *c = (const unsigned char *)path; *c; c++)
    to += isalnum(*c) || strchr("-._~/", *c) ? sprintf(to, "%c", *c) : sprintf(to, "%%%02X", *c);
  json_t *value = json_string(text);
  free(text);
  return value;
}

static json_t *folder_uri(const char *path) {
  char slashed[sizeof((struct sp_run_header *)0)->directory + 1];
  snprintf(slashed, sizeof slashed, "%s/", path);
  return json_pack("{s:o}", "uri", uri("file://", slashed));
}

// Relative where it can be: who reads the file has the sources elsewhere.
static json_t *artifact(const struct reader_run *run, const char *file) {
  const char *directory = run->header.directory;
  const size_t bytes = strlen(directory);
  char *path = source_path(run, file);
  if (!path)
    memory_is_short();
  const bool is_inside = bytes && strncmp(path, directory, bytes) == 0 && path[bytes] == '/';
  json_t *value = is_inside ? json_pack("{s:o, s:s}", "uri", uri("", path + bytes + 1), "uriBaseId", BASE)
                            : json_pack("{s:o}", "uri", uri("file://", path));
  free(path);
  return value;
}

// SARIF counts columns in units of UTF-16. Where the source is not there, its line is taken for ASCII.
static unsigned column_of(struct sarif *sarif, const struct reader_run *run, const struct sp_record_text *text) {
  const char *why;
  size_t bytes;
  const struct source_file *file = source_find(&sarif->sources, run, text, &why);
  const char *line = file ? source_line(file, text->line, &bytes) : NULL;
  unsigned column = 1;
  if (!line)
    return text->column;
  for (size_t i = 0; i + 1 < text->column && i < bytes; i++) {
    const unsigned char c = (unsigned char)line[i];
    column += (c & 0xc0) != 0x80 ? 1u + (c >= 0xf0) : 0;
  }
  return column;
}

static json_t *location(struct sarif *sarif, const struct reader_run *run, const struct sp_record_text *text) {
  json_t *place = json_object(), *region = json_object();
  if (text->line)
    json_object_set_new(region, "startLine", json_integer(text->line));
  if (text->line && text->column)
    json_object_set_new(region, "startColumn", json_integer(column_of(sarif, run, text)));
  if (text->snippet)
    json_object_set_new(region, "snippet", plain(text->snippet));
  json_object_set_new(place, "physicalLocation",
                      json_pack("{s:o, s:o}", "artifactLocation", artifact(run, text->file), "region", region));
  if (text->function && *text->function)
    json_object_set_new(place, "logicalLocations",
                        json_pack("[{s:o, s:s}]", "name", report_json_text(text->function), "kind", "function"));
  return place;
}

static json_t *step(struct sarif *sarif, const struct reader_run *run, const struct reader_record *record) {
  const struct sp_record_text *text = &record->text;
  json_t *place = location(sarif, run, text);
  json_object_set_new(place, "message", message(text->snippet ? text->snippet : "-"));
  json_t *value = json_pack("{s:o}", "location", place);
  if (text->seq)
    json_object_set_new(value, "executionOrder", json_integer((json_int_t)text->seq));
  if (text->realtime_ns) {
    char buffer[40];
    struct sp_text_out o = {buffer, buffer + sizeof buffer};
    sp_text_time(&o, text->realtime_ns);
    json_object_set_new(value, "executionTimeUtc", json_stringn(buffer, (size_t)(o.at - buffer)));
  }
  return value;
}

// The statements before the last one, and that itself.
static json_t *flow(struct sarif *sarif, struct reader_run *run, const struct last_thread *t) {
  const struct reader_source source = {t->thread, t->has_ring, t->has_text, t->is_text};
  const bool is_another = t->has_returned || t->is_ahead; // than the newest record
  struct reader_record record;
  uint32_t value;
  json_t *steps = json_array();
  if (chosen_open(sarif->chosen, run, &source, FLOW_STATEMENTS + !is_another))
    while (chosen_next(sarif->chosen, &record, &value))
      if (record.text.file)
        json_array_append_new(steps, step(sarif, run, &record));
  if (is_another || json_array_size(steps) == 0)
    json_array_append_new(steps, step(sarif, run, &t->record));
  char id[16];
  snprintf(id, sizeof id, "%d", t->thread.tid);
  return json_pack("[{s:[{s:s, s:o}]}]", "threadFlows", "id", id, "locations", steps);
}

static json_t *reason(const struct reader_run *run, const struct last_thread *t) {
  char *text = NULL;
  size_t bytes;
  FILE *out = open_memstream(&text, &bytes);
  if (!out)
    memory_is_short();
  fputs("Thread ", out);
  last_put_name(out, &t->thread);
  fputs(": ", out);
  last_put_reason(out, run, t);
  fprintf(out, ": %s", t->record.text.snippet ? t->record.text.snippet : "-");
  fclose(out);
  json_t *value = message(text);
  free(text);
  return value;
}

static json_t *result(struct sarif *sarif, struct reader_run *run, const struct last_thread *t) {
  const enum last_state state = last_shown_state(run, t);
  const enum rule rule = last_is_at_fault(state) ? RULE_CRASH : RULE_LAST;
  return json_pack("{s:s, s:i, s:s, s:o, s:[o], s:o, s:{s:i, s:o, s:s, s:o}}", "ruleId", rule_ids[rule], "ruleIndex",
                   (int)rule, "level", rule == RULE_CRASH ? "error" : "note", "message", reason(run, t), "locations",
                   location(sarif, run, &t->record.text), "codeFlows", flow(sarif, run, t), "properties", "tid",
                   t->thread.tid, "thread", report_json_text(t->thread.name), "state", last_state_token(state), "seq",
                   report_json_known(t->record.text.seq));
}

static json_t *tool(void) {
  return json_pack("{s:{s:s, s:[{s:s, s:{s:s}, s:{s:s}}, {s:s, s:{s:s}, s:{s:s}}]}}", "driver", "name", "sourceprint",
                   "rules", "id", rule_ids[RULE_CRASH], "shortDescription", "text",
                   "The statement at which the process was killed", "defaultConfiguration", "level", "error", "id",
                   rule_ids[RULE_LAST], "shortDescription", "text", "The statement that a thread began last",
                   "defaultConfiguration", "level", "note");
}

static void set_time(json_t *object, const char *key, uint64_t realtime_ns) {
  char text[40];
  struct sp_text_out o = {text, text + sizeof text};
  if (!realtime_ns)
    return;
  sp_text_time(&o, realtime_ns);
  json_object_set_new(object, key, json_stringn(text, (size_t)(o.at - text)));
}

static json_t *invocation(const struct reader_run *run) {
  const struct sp_run_header *header = &run->header;
  char *cause = NULL;
  size_t bytes;
  FILE *out = open_memstream(&cause, &bytes);
  if (!out)
    memory_is_short();
  last_put_cause(out, run);
  fclose(out);
  const bool is_good = (run->end == READER_END_EXITED && header->end.status == 0) || run->end == READER_END_RUNNING ||
                       run->end == READER_END_EXEC;
  json_t *object = json_pack("{s:b, s:i, s:o, s:{s:o}, s:o}", "executionSuccessful", is_good, "processId", header->pid,
                             "exitCodeDescription", report_json_text(cause), "executableLocation", "uri",
                             uri("file://", header->program), "workingDirectory", folder_uri(header->directory));
  free(cause);
  set_time(object, "startTimeUtc", header->start_realtime_ns);
  set_time(object, "endTimeUtc", header->end.time_ns);
  if (run->end == READER_END_EXITED)
    json_object_set_new(object, "exitCode", json_integer(header->end.status));
  if (run->end == READER_END_SIGNALED) {
    const char *name = sigabbrev_np(header->end.status);
    char signal[32];
    snprintf(signal, sizeof signal, name ? "SIG%s" : "%s", name ? name : "unknown");
    json_object_set_new(object, "exitSignalName", json_string(signal));
    json_object_set_new(object, "exitSignalNumber", json_integer(header->end.status));
  }
  return object;
}

static bool put_run(struct export *export, struct reader_run *run) {
  struct sarif *sarif = export->state;
  FILE *out = export->file.out;
  struct last_process process = last_begin(run, export->choice);
  fputs(sarif->has_run ? ",\n{\"tool\":" : "\n{\"tool\":", out);
  dump(out, tool());
  fputs(",\"invocations\":[", out);
  dump(out, invocation(run));
  fputs("],\"originalUriBaseIds\":{\"" BASE "\":", out);
  dump(out, folder_uri(run->header.directory));
  fputs("},\"columnKind\":\"utf16CodeUnits\",\"results\":[", out);
  sarif->has_run = true;
  sarif->has_result = false;
  for (size_t i = 0; i < process.thread_count && !output_file_is_over(&export->file); i++) {
    struct last_thread *t = &process.threads[i];
    last_read(&process, t);
    progress_thread(i, process.thread_count);
    if (t->is_left_out)
      continue;
    export->threads++;
    if (!t->has_site || !t->record.text.file)
      continue;
    fputs(sarif->has_result ? ",\n" : "\n", out);
    dump(out, result(sarif, run, t));
    sarif->has_result = true;
  }
  fputs("]}", out);
  last_free(&process);
  return true;
}

static bool end(struct export *export, bool is_whole) {
  struct sarif *sarif = export->state;
  if (is_whole)
    fputs("]}\n", export->file.out);
  chosen_free(sarif->chosen);
  free(sarif->chosen);
  source_cache_free(&sarif->sources);
  free(sarif);
  return true;
}

const struct export_format export_sarif = {
    .name = "sarif",
    .what = "the last statement of each thread, and how it got there, for code scanners",
    .is_by_process = true,
    .begin = begin,
    .run = put_run,
    .end = end,
};
