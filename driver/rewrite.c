// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#define _GNU_SOURCE
#include "rewrite.h"

#include "cache.h"
#include "config.h"
#include "fallback.h"
#include "install.h"
#include "process.h"
#include "rewriter_status.h"
#include "runtime/place.h"

#include <limits.h>
#include <stdio.h>

#define REWRITER "instr-rewrite"

static unsigned rewrite_seconds(void) {
  const char *setting = sp_setting("REWRITE_SECONDS");
  char *end = NULL;
  unsigned long seconds = setting ? strtoul(setting, &end, 10) : 0;
  return setting && *end == '\0' && seconds >= 1 && seconds <= 86400 ? (unsigned)seconds : 300;
}

char *driver_read_line(const char *path) {
  FILE *file = fopen(path, "re");
  char line[512] = "";
  if (file) {
    if (!fgets(line, sizeof line, file))
      line[0] = '\0';
    fclose(file);
  }
  line[strcspn(line, "\n")] = '\0';
  return driver_format("%s", line);
}

// The rewriter's command, without the name of the tree.
static struct driver_words rewriter_command(const char *rewriter, const char *compiler,
                                            const struct driver_command *command, const char *source, bool first,
                                            const struct driver_words *own) {
  char resolved[PATH_MAX];
  struct driver_words words = {0};
  driver_words_add(&words, rewriter);
  driver_words_add(&words, driver_format("--input=%s", source));
  if (!first)
    driver_words_add(&words, "--quiet-driver");
  for (size_t i = 0; i < own->count; i++)
    driver_words_add(&words, own->word[i]);
  driver_words_add(&words, "--");
  // clang, too, looks at its own path with links resolved.
  driver_words_add(&words, driver_format("%s", realpath(compiler, resolved) ? resolved : compiler));
  for (size_t i = 0; i < command->words.count; i++)
    driver_words_add(&words, command->words.word[i]);
  return words;
}

static struct driver_outcome run_rewriter(const struct driver_words *command, const char *folder) {
  struct driver_words words = {0};
  driver_words_add(&words, command->word[0]);
  driver_words_add(&words, driver_format("--tree=%s", folder));
  for (size_t i = 1; i < command->count; i++)
    driver_words_add(&words, command->word[i]);
  return driver_run(words.word[0], words.word, NULL, rewrite_seconds());
}

// Returns whether the folder has the result; else notes why not.
static bool judge(struct driver_outcome outcome, const char *source, const char *folder, bool *user_error) {
  if (outcome.timed_out)
    driver_note_fallback(DRIVER_FALL_TIME_LIMIT, source, NULL);
  else if (outcome.signal)
    driver_note_fallback(DRIVER_FALL_REWRITER_FAILED, source, strsignal(outcome.signal));
  else if (outcome.status == SP_REWRITER_GAVE_UP)
    driver_note_fallback(DRIVER_FALL_REWRITER_GAVE_UP, source,
                         driver_read_line(driver_format("%s/" SP_REWRITER_REASON_FILE, folder)));
  else if (outcome.status == SP_REWRITER_USER_ERROR)
    *user_error = true;
  else if (outcome.status != SP_REWRITER_DONE)
    driver_note_fallback(DRIVER_FALL_REWRITER_FAILED, source, driver_format("status %d", outcome.status));
  return !outcome.signal && outcome.status == SP_REWRITER_DONE;
}

// Once for a command.
static void warn_of_misnamed(const struct driver_config *config) {
  static bool is_told;
  if (config->misnamed && !is_told)
    fprintf(stderr, "instr-cc: warning: %s is not read: rename it to %s\n", config->misnamed, DRIVER_CONFIG_NAME);
  is_told = true;
}

bool driver_rewrite(const char *compiler, const struct driver_command *command, const char *source, bool first,
                    const char **folder, bool *user_error) {
  const char *rewriter = driver_find_part(REWRITER), *problem = NULL;
  if (!rewriter) {
    driver_note_fallback(DRIVER_FALL_NO_REWRITER, source, NULL);
    return false;
  }
  struct driver_words own = driver_own_flags_for(command, source, &problem);
  if (problem) {
    driver_note_fallback(DRIVER_FALL_CONFIG, source, problem);
    return false;
  }
  const struct driver_config *config = driver_config_near(source);
  warn_of_misnamed(config);
  struct driver_words words = rewriter_command(rewriter, compiler, command, source, first, &own);
  struct driver_cache cache =
      driver_cache_open(driver_setting(config, "CACHE_DIR"), driver_setting(config, "CACHE_SIZE"));
  const char *key = cache.folder ? driver_cache_key(&words, source) : NULL;
  const char *found = key ? driver_cache_find(&cache, key) : NULL;
  if (found) {
    *folder = found;
    return true;
  }
  struct timespec started;
  clock_gettime(CLOCK_REALTIME_COARSE, &started);
  bool done = judge(run_rewriter(&words, *folder), source, *folder, user_error);
  if (done && key)
    driver_cache_keep(&cache, key, *folder, started);
  return done;
}
