// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#define _GNU_SOURCE
#include "outcomes.h"

#include "explain.h"
#include "runtime/outcomes.h"
#include "runtime/place.h"
#include "words.h"

#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <time.h>

// Opens the file, or returns -1.
static int open_file(bool makes_folder, bool is_new_fine) {
  char folder[PATH_MAX];
  struct stat status;
  if (sp_runs_folder(folder, sizeof folder) != 0 || (!makes_folder && lstat(folder, &status) != 0) ||
      sp_make_runs_folder(folder) != 0)
    return -1;
  char *path = driver_format("%s/" SP_OUTCOMES_FILE, folder);
  int file = open(path, O_RDWR | (is_new_fine ? O_CREAT : 0) | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK, 0600);
  free(path);
  return file;
}

// The page of counters, or NULL. Its bytes are reserved, as a store into a hole of a full disk would end the process.
static struct sp_outcome *map_counters(int file) {
  struct rlimit limit;
  struct stat status;
  if (getrlimit(RLIMIT_FSIZE, &limit) != 0 || limit.rlim_cur < (rlim_t)sp_outcome_slot(SP_OUTCOMES, 0) ||
      fstat(file, &status) != 0 || !S_ISREG(status.st_mode) ||
      (status.st_size < (off_t)SP_OUTCOMES_PAGE && posix_fallocate(file, 0, SP_OUTCOMES_PAGE) != 0))
    return NULL;
  void *page = mmap(NULL, SP_OUTCOMES_PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  return page == MAP_FAILED ? NULL : page;
}

// The command of this process as words for a shell, cut where it is long.
static char *own_command(void) {
  char raw[SP_OUTCOME_SLOT_BYTES];
  int file = open("/proc/self/cmdline", O_RDONLY | O_CLOEXEC);
  ssize_t bytes = file < 0 ? 0 : read(file, raw, sizeof raw - 1);
  if (file >= 0)
    close(file);
  char *text = driver_allocate(sizeof raw * 5), *out = text;
  for (ssize_t i = 0; i < bytes; i++) {
    const char *word = raw + i;
    size_t length = strnlen(word, (size_t)(bytes - i));
    bool is_plain = length > 0 && strcspn(word, " \t\n'\"\\$`&|;()<>*?[]#~!{}") >= length;
    if (i > 0)
      *out++ = ' ';
    if (!is_plain)
      *out++ = '\'';
    for (size_t k = 0; k < length; k++) {
      if (word[k] == '\'')
        out = stpcpy(out, "'\\'");
      *out++ = word[k];
    }
    if (!is_plain)
      *out++ = '\'';
    i += (ssize_t)length;
  }
  return text;
}

static void write_slot(int file, size_t counter, uint64_t number, const char *source, const char *detail) {
  char when[24], here[PATH_MAX], slot[SP_OUTCOME_SLOT_BYTES] = {0};
  snprintf(when, sizeof when, "%jd", (intmax_t)time(NULL)); // a date would cost reading the time zone
  const char *fields[] = {when, getcwd(here, sizeof here) ? here : "", source ? source : "", detail ? detail : "",
                          own_command()};
  size_t used = 0;
  for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
    char *field = driver_explain_field(fields[i]);
    // The command is worth more than a long story of what happened.
    size_t room = sizeof slot - used - 2,
           most = i == 3 && room > SP_OUTCOME_SLOT_BYTES / 3 ? SP_OUTCOME_SLOT_BYTES / 3 : room;
    size_t length = strlen(field) < most ? strlen(field) : most;
    slot[used++] = '\t';
    used = (size_t)((char *)mempcpy(slot + used, field, length) - slot);
    free(field);
    if (used + 2 >= sizeof slot)
      break;
  }
  ssize_t written = pwrite(file, slot, sizeof slot, sp_outcome_slot(counter, number));
  (void)written;
}

void driver_count_outcome(const char *name, const char *source, const char *detail, bool makes_folder) {
  int file = open_file(makes_folder, true);
  if (file < 0)
    return;
  struct sp_outcome *counters = map_counters(file);
  size_t counter = counters ? sp_outcome_find(counters, name) : SP_OUTCOMES;
  if (counter < SP_OUTCOMES)
    write_slot(file, counter, __atomic_fetch_add(&counters[counter].count, 1, __ATOMIC_RELAXED), source, detail);
  if (counters)
    munmap(counters, SP_OUTCOMES_PAGE);
  close(file);
}

static void print_slot(const char *name, const char *slot) {
  char when[32], *rest;
  if (slot[0] != '\t' || strchr(slot, '\n'))
    return;
  time_t seconds = (time_t)strtoimax(slot + 1, &rest, 10);
  struct tm *broken = gmtime(&seconds);
  if (broken && strftime(when, sizeof when, "%Y-%m-%dT%H:%M:%SZ", broken) > 0 && *rest == '\t')
    printf("struck\t%s\t%s%s\n", name, when, rest);
}

void driver_print_outcomes(void) {
  int file = open_file(false, false);
  struct sp_outcome counters[SP_OUTCOMES] = {0};
  if (file < 0)
    return;
  ssize_t bytes = pread(file, counters, sizeof counters, 0);
  for (size_t i = 0; bytes == (ssize_t)sizeof counters && i < SP_OUTCOMES && counters[i].hash; i++) {
    uint64_t count = counters[i].count;
    char *name = driver_explain_field(driver_format("%.*s", (int)sizeof counters[i].name, counters[i].name));
    printf("outcome\t%s\t%" PRIu64 "\n", name, count);
    for (uint64_t k = count < SP_OUTCOME_SLOTS ? 0 : count - SP_OUTCOME_SLOTS; k < count; k++) {
      char slot[SP_OUTCOME_SLOT_BYTES + 1] = {0};
      if (pread(file, slot, SP_OUTCOME_SLOT_BYTES, sp_outcome_slot(i, k)) > 0)
        print_slot(name, slot);
    }
    free(name);
  }
  close(file);
}
