// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Prints what `doctor` found for people.

#include "doctor.h"

#include "report/text/output.h"
#include "runtime/format.h"
#include "runtime/outcomes.h"

#include <stdlib.h>
#include <string.h>

#define NAME_COLUMNS 18

static void put(const char *text) { output_text(stdout, text, strlen(text)); }

static void put_named(const char *name, const char *value, const char *more) {
  printf("%-*s", NAME_COLUMNS, name);
  put(*value ? value : "missing");
  if (*more)
    printf(" (%s)", more);
  putchar('\n');
}

static void print_installation(const struct doctor *doctor) {
  const struct explained *explained = &doctor->explained;
  const struct explained_line *compiler = explained_next(explained, "compiler", NULL);
  put_named("instr-cc", doctor->driver, "");
  for (const struct explained_line *part = NULL; (part = explained_next(explained, "part", part)) != NULL;)
    put_named(explained_field(part, 1), explained_field(part, 2), "");
  put_named("compiler", explained_field(compiler, 1), explained_field(compiler, 2));
  if (doctor->compiler_version)
    put_named("", doctor->compiler_version, "");
  printf("%-*sLLVM %s, format %u\n", NAME_COLUMNS, "built for",
         explained_field(explained_next(explained, "version", NULL), 1), SP_FORMAT_VERSION);
}

// Where rewritten text is kept.
static void print_cache(const struct doctor *doctor) {
  const struct explained_line *cache = explained_next(&doctor->explained, "cache", NULL);
  put_named("cache", explained_field(cache, 1), explained_field(cache, 2));
}

static void print_settings(const struct doctor *doctor) {
  const struct explained *explained = &doctor->explained;
  const struct explained_line *config = explained_next(explained, "config", NULL);
  const struct explained_line *command = explained_next(explained, "command", NULL);
  const char *path = explained_field(config, 1);
  put_named("configuration", *path ? path : "none", "");
  if (*explained_field(config, 3))
    put_named("passed over", explained_field(config, 3), "it belongs to somebody else");
  putchar('\n');
  put(doctor->file ? doctor->file : "A source in this folder");
  if (doctor->file && strcmp(explained_field(command, 2), "instrumented") != 0) {
    fputs(" goes to the compiler as it is: ", stdout);
    put(explained_field(command, 3));
  } else if (*explained_field(command, 4)) {
    printf(" itself is left out by '%s'; what is recorded of files that it includes", explained_field(command, 4));
  } else {
    fputs(" is instrumented with", stdout);
  }
  putchar('\n');
  for (const struct explained_line *key = NULL; (key = explained_next(explained, "key", key)) != NULL;) {
    printf("  %-*s", NAME_COLUMNS, explained_field(key, 1));
    for (size_t i = 5; i < key->count; i++) {
      fputs(i > 5 ? ", " : "", stdout);
      put(explained_field(key, i));
    }
    fputs(" (", stdout);
    put(explained_field(key, 2));
    fputs(")\n", stdout);
  }
}

static void print_struck(const struct doctor *doctor, const char *name, size_t most) {
  size_t skipped = 0;
  for (const struct explained_line *line = NULL; (line = doctor_struck(doctor, name, line)) != NULL;)
    skipped++;
  skipped = skipped > most ? skipped - most : 0;
  for (const struct explained_line *line = NULL; (line = doctor_struck(doctor, name, line)) != NULL;) {
    if (skipped > 0) {
      skipped--;
      continue;
    }
    printf("    %s in ", explained_field(line, 2));
    put(explained_field(line, 3));
    if (*explained_field(line, 5)) {
      fputs("\n      ", stdout);
      put(explained_field(line, 4));
      fputs(": ", stdout);
      put(explained_field(line, 5));
    }
    fputs("\n      ", stdout);
    put(explained_field(line, 6));
    putchar('\n');
  }
}

// Those of one kind: fallbacks, passthroughs, or what was instrumented.
static void print_outcomes(const struct doctor *doctor, const char *kind, size_t most) {
  const struct explained *explained = &doctor->explained;
  for (const struct explained_line *line = NULL; (line = explained_next(explained, "outcome", line)) != NULL;) {
    const char *name = explained_field(line, 1);
    if (strncmp(name, kind, strlen(kind)) != 0)
      continue;
    printf("  %s: %s", name, explained_field(line, 2));
    const struct explained_line *reason = explained_find(explained, "reason", name);
    if (reason && most)
      printf(" (%s)", explained_field(reason, 2));
    putchar('\n');
    print_struck(doctor, name, most);
  }
}

static void print_trial(const struct doctor *doctor) {
  if (!doctor->was_tried) {
    fputs("Not tried, because of the problems below\n", stdout);
    return;
  }
  if (!doctor->trial.step) {
    fputs("Tried: compile, link, run, last: all went well\n", stdout);
    return;
  }
  printf("Tried: it failed at '%s'\n  ", doctor->trial.step);
  put(doctor->trial.command);
  for (const char *line = doctor->trial.output; *line;) {
    const size_t length = strcspn(line, "\n");
    fputs("\n  | ", stdout);
    output_text(stdout, line, length);
    line += length + (line[length] == '\n');
  }
  putchar('\n');
}

void doctor_print_text(const struct doctor *doctor) {
  char *ccache = doctor_ccache(doctor);
  print_installation(doctor);
  print_cache(doctor);
  print_settings(doctor);
  fputs("\nCommands and lost runs so far, counted in ", stdout);
  put(explained_field(explained_next(&doctor->explained, "runs", NULL), 1));
  fputs("/outcomes\n", stdout);
  print_outcomes(doctor, "instrumented", 0);
  print_outcomes(doctor, "passthrough", DOCTOR_PASSTHROUGHS_SHOWN);
  print_outcomes(doctor, "fallback", SIZE_MAX);
  print_outcomes(doctor, SP_OUTCOME_LOST_RUN, SIZE_MAX);
  print_outcomes(doctor, SP_OUTCOME_SHORT_RUN, SIZE_MAX);
  if (!explained_next(&doctor->explained, "outcome", NULL))
    fputs("  none; counting begins with the first run or fallback\n", stdout);
  fputs("\nWith ccache, so that it sees all that decides\n", stdout);
  for (const char *line = ccache; *line;) {
    const size_t length = strcspn(line, "\n");
    fputs("  ", stdout);
    output_text(stdout, line, length);
    putchar('\n');
    line += length + 1;
  }
  putchar('\n');
  print_trial(doctor);
  for (size_t i = 0; i < doctor->problem_count; i++) {
    fputs("problem: ", stdout);
    put(doctor->problems[i].what);
    if (*doctor->problems[i].advice)
      printf("\n  %s", doctor->problems[i].advice);
    putchar('\n');
  }
  if (doctor->problem_count == 0)
    fputs("No problems found\n", stdout);
  free(ccache);
}
