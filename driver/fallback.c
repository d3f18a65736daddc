// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#define _GNU_SOURCE
#include "fallback.h"

#include "outcomes.h"
#include "process.h"
#include "runtime/place.h"
#include "words.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <time.h>

#define LARGEST_LIST (1 << 20)

static const struct {
  const char *word, *text;
  bool told;
} reasons[] = {
#define DRIVER_X(name, word, text, told) {word, text, told},
    DRIVER_FALLBACKS(DRIVER_X)
#undef DRIVER_X
};

static void say(const char *how, enum driver_fallback reason, const char *source, const char *detail) {
  fprintf(stderr, "instr-cc: %s: %s: not instrumented (%s): %s%s%s\n", how, source, reasons[reason].word,
          reasons[reason].text, detail ? ": " : "", detail ? detail : "");
}

// Once for a command, which may compile several sources and link.
static void warn(enum driver_fallback reason, const char *source, const char *detail) {
  static unsigned warned;
  if (reasons[reason].told && !(warned & 1u << reason))
    say("warning", reason, source, detail);
  warned |= 1u << reason;
}

void driver_note_fallback(enum driver_fallback reason, const char *source, const char *detail) {
  driver_count_outcome(driver_format(DRIVER_FALLBACK_PREFIX "%s", reasons[reason].word), source, detail, true);
  const char *strict = sp_setting("STRICT");
  if (strict && strcmp(strict, "0") != 0) {
    say("error", reason, source, detail);
    driver_end_as((struct driver_outcome){.status = 1});
  }
  warn(reason, source, detail);
  char folder[PATH_MAX], here[PATH_MAX], when[32];
  if (sp_runs_folder(folder, sizeof folder) != 0 || sp_make_runs_folder(folder) != 0 || !getcwd(here, sizeof here))
    return;
  char *path = driver_format("%s/fallbacks", folder);
  int file = open(path, O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (file < 0)
    return;
  struct stat status;
  if (fstat(file, &status) == 0 && status.st_size > LARGEST_LIST)
    rename(path, driver_format("%s.old", path)); // this one still goes to its end
  time_t now = time(NULL);
  strftime(when, sizeof when, "%Y-%m-%dT%H:%M:%SZ", gmtime(&now));
  char *line = driver_format("%s %s %s/ %s%s%s\n", when, reasons[reason].word, here, source, detail ? ": " : "",
                             detail ? detail : "");
  // The count is a convenience; a full disk is not the build's concern.
  ssize_t written = write(file, line, strlen(line));
  (void)written;
  close(file);
}
