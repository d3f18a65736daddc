// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Prints what `doctor` found as JSON.

#include "doctor.h"

#include "report/text/json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// A field as text, or null where it is empty.
static json_t *field(const struct explained_line *line, size_t i) {
  const char *text = explained_field(line, i);
  return report_json_text(*text ? text : NULL);
}

static void set(json_t *object, const char *key, json_t *value) { json_object_set_new(object, key, value); }

static json_t *settings_of(const struct explained *explained) {
  json_t *keys = json_object();
  for (const struct explained_line *line = NULL; (line = explained_next(explained, "key", line)) != NULL;) {
    json_t *key = json_object(), *values = json_array();
    for (size_t i = 5; i < line->count; i++)
      json_array_append_new(values, field(line, i));
    set(key, "values", values);
    set(key, "origin", field(line, 2));
    set(keys, explained_field(line, 1), key);
  }
  return keys;
}

static json_t *outcomes_of(const struct doctor *doctor) {
  json_t *outcomes = json_array();
  const struct explained *explained = &doctor->explained;
  for (const struct explained_line *line = NULL; (line = explained_next(explained, "outcome", line)) != NULL;) {
    json_t *outcome = json_object(), *commands = json_array();
    const char *name = explained_field(line, 1);
    for (const struct explained_line *struck = NULL; (struck = doctor_struck(doctor, name, struck)) != NULL;) {
      static const char *const keys[] = {"time", "folder", "source", "detail", "command"};
      json_t *command = json_object();
      for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        set(command, keys[i], field(struck, i + 2));
      json_array_append_new(commands, command);
    }
    set(outcome, "name", field(line, 1));
    set(outcome, "count", json_integer((json_int_t)strtoull(explained_field(line, 2), NULL, 10)));
    set(outcome, "meaning", field(explained_find(explained, "reason", name), 2));
    set(outcome, "last", commands);
    json_array_append_new(outcomes, outcome);
  }
  return outcomes;
}

static json_t *trial_of(const struct doctor *doctor) {
  json_t *trial = json_object();
  set(trial, "tried", json_boolean(doctor->was_tried));
  set(trial, "failed_step", report_json_text(doctor->trial.step));
  set(trial, "command", report_json_text(doctor->trial.command));
  set(trial, "output", report_json_text(doctor->trial.output));
  return trial;
}

void doctor_print_json(const struct doctor *doctor) {
  const struct explained *explained = &doctor->explained;
  const struct explained_line *compiler = explained_next(explained, "compiler", NULL);
  const struct explained_line *config = explained_next(explained, "config", NULL);
  char *ccache = doctor_ccache(doctor);
  json_t *all = json_object(), *parts = json_object(), *problems = json_array();
  for (const struct explained_line *line = NULL; (line = explained_next(explained, "part", line)) != NULL;)
    set(parts, explained_field(line, 1), field(line, 2));
  for (size_t i = 0; i < doctor->problem_count; i++) {
    json_t *problem = json_object();
    set(problem, "what", report_json_text(doctor->problems[i].what));
    set(problem, "advice", report_json_text(doctor->problems[i].advice));
    json_array_append_new(problems, problem);
  }
  set(all, "schema", json_integer(1));
  set(all, "instr_cc", report_json_text(doctor->driver));
  set(all, "llvm", field(explained_next(explained, "version", NULL), 1));
  set(all, "parts", parts);
  set(all, "compiler", field(compiler, 1));
  set(all, "compiler_origin", field(compiler, 2));
  set(all, "compiler_version", report_json_text(doctor->compiler_version));
  set(all, "runs", field(explained_next(explained, "runs", NULL), 1));
  set(all, "cache", field(explained_next(explained, "cache", NULL), 1));
  set(all, "cache_problem", field(explained_next(explained, "cache", NULL), 2));
  set(all, "configuration", field(config, 1));
  set(all, "passed_over", field(config, 3));
  set(all, "misnamed", field(config, 4));
  set(all, "file", report_json_text(doctor->file));
  set(all, "outcome", field(explained_next(explained, "command", NULL), 2));
  set(all, "left_out_by", field(explained_next(explained, "command", NULL), 4));
  set(all, "settings", settings_of(explained));
  set(all, "outcomes", outcomes_of(doctor));
  set(all, "ccache", report_json_text(ccache));
  set(all, "trial", trial_of(doctor));
  set(all, "problems", problems);
  json_dumpf(all, stdout, JSON_INDENT(2));
  putchar('\n');
  json_decref(all);
  free(ccache);
}
