// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Reads the counters that instr-cc and the runtime keep in the folder of runs.

#define _GNU_SOURCE
#include "outcomes.h"

#include "common/memory.h"
#include "runtime/outcomes.h"
#include "runtime/place.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>

static void count(struct outcomes *outcomes, const struct sp_outcome *counter) {
  static const char fallback[] = "fallback ";
  if (strncmp(counter->name, fallback, sizeof fallback - 1) == 0)
    outcomes->fallbacks += counter->count;
  if (strncmp(counter->name, SP_OUTCOME_LOST_RUN, sizeof counter->name) == 0)
    outcomes->lost_runs += counter->count;
}

struct outcomes outcomes_read(void) {
  struct outcomes outcomes = {0};
  struct sp_outcome counters[SP_OUTCOMES] = {0};
  char folder[PATH_MAX], path[PATH_MAX + sizeof "/" SP_OUTCOMES_FILE];
  if (sp_runs_folder(folder, sizeof folder) != 0)
    return outcomes;
  snprintf(path, sizeof path, "%s/" SP_OUTCOMES_FILE, folder);
  const int file = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
  if (file < 0)
    return outcomes;
  const ssize_t bytes = pread(file, counters, sizeof counters, 0);
  for (size_t i = 0; bytes == (ssize_t)sizeof counters && i < SP_OUTCOMES && counters[i].hash; i++)
    count(&outcomes, &counters[i]);
  close(file);
  return outcomes;
}

static void put_count(FILE *out, unsigned long long count) {
  if (count)
    fprintf(out, " (%llu so far)", count);
}

char *outcomes_text(void) {
  const struct outcomes outcomes = outcomes_read();
  char *text = NULL;
  size_t bytes = 0;
  FILE *out = open_memstream(&text, &bytes);
  if (!out)
    memory_is_short();
  fputs("the commands that fell back to the plain compiler", out);
  put_count(out, outcomes.fallbacks);
  if (outcomes.lost_runs)
    fputs(", and the runs that could not be made", out);
  put_count(out, outcomes.lost_runs);
  fclose(out);
  return text;
}
