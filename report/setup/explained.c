// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Runs instr-cc -fsourceprint-explain, and splits its lines into fields.

#define _GNU_SOURCE

#include "explained.h"

#include "common/memory.h"
#include "common/spawn.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void *grow(void *memory, size_t bytes) {
  void *grown = realloc(memory, bytes);
  if (!grown)
    memory_is_short();
  return grown;
}

// Makes of \t, \n and \\ what they stand for, in place.
static void decode(char *field) {
  char *out = field;
  for (; *field; field++) {
    if (field[0] == '\\' && field[1]) {
      field++;
      *out++ = *field == 't' ? '\t' : *field == 'n' ? '\n' : *field;
    } else {
      *out++ = *field;
    }
  }
  *out = '\0';
}

static void add_line(struct explained *explained, char *text) {
  explained->lines = grow(explained->lines, (explained->count + 1) * sizeof *explained->lines);
  struct explained_line *line = &explained->lines[explained->count++];
  *line = (struct explained_line){0};
  for (char *field; (field = strsep(&text, "\t")) != NULL;) {
    decode(field);
    line->fields = grow(line->fields, (line->count + 1) * sizeof *line->fields);
    line->fields[line->count++] = field;
  }
}

bool explained_ask(struct explained *explained, char *const *words, size_t count) {
  struct spawn_outcome outcome;
  char *driver = spawn_beside("instr-cc");
  const char **argv = calloc(count + 3, sizeof *argv);
  if (!argv)
    memory_is_short();
  argv[0] = driver;
  argv[1] = "-fsourceprint-explain";
  for (size_t i = 0; i < count; i++)
    argv[i + 2] = words[i];
  *explained = (struct explained){0};
  const bool was_run = spawn_run(argv, NULL, NULL, false, &outcome);
  if (!was_run)
    fprintf(stderr, "sourceprint: cannot run %s: %s; it belongs beside sourceprint, so install both again\n", driver,
            strerror(errno));
  else if (outcome.timed_out || outcome.status != 0)
    fprintf(stderr, "sourceprint: %s does not answer (status %d)\n", driver, outcome.status);
  const bool is_answer = was_run && !outcome.timed_out && outcome.status == 0;
  explained->text = outcome.output;
  char *rest = outcome.output;
  for (char *line; is_answer && (line = strsep(&rest, "\n")) != NULL;)
    add_line(explained, line);
  free(argv);
  free(driver);
  return is_answer;
}

const struct explained_line *explained_next(const struct explained *explained, const char *about,
                                            const struct explained_line *line) {
  const struct explained_line *end = explained->lines + explained->count;
  for (line = line ? line + 1 : explained->lines; line < end; line++)
    if (strcmp(explained_field(line, 0), about) == 0)
      return line;
  return NULL;
}

const struct explained_line *explained_find(const struct explained *explained, const char *about, const char *name) {
  const struct explained_line *line = NULL;
  while ((line = explained_next(explained, about, line)) != NULL && strcmp(explained_field(line, 1), name) != 0)
    ;
  return line;
}

const char *explained_field(const struct explained_line *line, size_t i) {
  return line && i < line->count ? line->fields[i] : "";
}

void explained_free(struct explained *explained) {
  for (size_t i = 0; i < explained->count; i++)
    free(explained->lines[i].fields);
  free(explained->lines);
  free(explained->text);
}
