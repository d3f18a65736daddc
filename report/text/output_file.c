// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Writes under a temporary name in the same folder, and renames at the end.

#define _GNU_SOURCE

#include "output_file.h"

#include "common/memory.h"
#include "output.h"

#include <errno.h>
#include <libgen.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define CANNOT_WRITE 2

// What a signal takes away: once it has its final name, nothing.
static char doomed[PATH_MAX];

static void remove_doomed(int number) {
  unlink(doomed);
  signal(number, SIG_DFL);
  raise(number);
}

static void doom(const char *path) {
  static const int numbers[] = {SIGHUP, SIGINT, SIGTERM};
  snprintf(doomed, sizeof doomed, "%s", path);
  for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
    if (signal(numbers[i], SIG_IGN) != SIG_IGN)
      signal(numbers[i], remove_doomed);
}

static bool refuse(struct output_file *file, const char *what) {
  fprintf(stderr, "sourceprint: %s: %s: %s\n", file->name, what, strerror(errno));
  free(file->name);
  free(file->growing);
  *file = (struct output_file){0};
  return false;
}

// The rights of the file before, or those that a new one gets: mkstemp() gives others.
static void give_rights(int fd, const struct stat *before) {
  const mode_t mask = umask(0);
  umask(mask);
  fchmod(fd, before ? before->st_mode & 0777 : 0666 & ~mask);
}

// A link's target is replaced, not the link; that of /dev/stdout has no name if it is a pipe.
static char *final_name(const char *name) {
  struct stat status;
  char *real = stat(name, &status) == 0 && S_ISREG(status.st_mode) ? realpath(name, NULL) : NULL;
  return real ? real : strdup(name);
}

static int make_temporary(struct output_file *file, const struct stat *before) {
  char *copy = strdup(file->name), *again = strdup(file->name);
  if (!copy || !again || asprintf(&file->growing, "%s/.%s.XXXXXX", dirname(copy), basename(again)) < 0)
    memory_is_short();
  free(copy);
  free(again);
  const int fd = mkstemp(file->growing);
  if (fd < 0)
    return -1;
  file->is_temporary = true;
  doom(file->growing);
  give_rights(fd, before);
  return fd;
}

bool output_file_begin(struct output_file *file, const char *name, bool by_name) {
  struct stat status;
  if (!name || strcmp(name, "-") == 0) {
    *file = (struct output_file){.out = stdout};
    output_begin();
    return true;
  }
  signal(SIGXFSZ, SIG_IGN); // a limit is an error like a full disk
  *file = (struct output_file){.name = final_name(name)};
  if (!file->name)
    memory_is_short();
  const bool is_there = stat(file->name, &status) == 0;
  if (is_there && S_ISDIR(status.st_mode)) {
    errno = EISDIR;
    return refuse(file, "it cannot be written");
  }
  if (is_there && !S_ISREG(status.st_mode)) {
    signal(SIGPIPE, SIG_IGN);
    file->growing = strdup(file->name);
    file->out = by_name ? NULL : fopen(file->name, "w");
    return by_name || file->out ? true : refuse(file, "it cannot be written");
  }
  const int fd = make_temporary(file, is_there ? &status : NULL);
  if (fd < 0)
    return refuse(file, "it cannot be made there");
  if (by_name)
    close(fd);
  else
    file->out = fdopen(fd, "w");
  return true;
}

bool output_file_is_over(const struct output_file *file) { return file->out && ferror(file->out); }

void output_file_tell(const struct output_file *file, const char *why) {
  fprintf(stderr, "sourceprint: %s: not all of it could be written: %s%s\n", file->name, why,
          file->is_temporary ? "; it is left as it was" : "");
}

static int give_up(const struct output_file *file) {
  output_file_tell(file, strerror(errno ? errno : EIO));
  return CANNOT_WRITE;
}

int output_file_finish(struct output_file *file, bool is_good, int status) {
  if (file->out == stdout)
    return output_finish(status);
  errno = 0;
  bool is_written = is_good;
  if (file->out) {
    const bool was_broken = ferror(file->out);
    const bool is_closed = fclose(file->out) == 0;
    if (was_broken && !errno)
      errno = ENOSPC; // what it was is long gone, and this is what it mostly is
    is_written &= !was_broken && is_closed;
    if (is_good && !is_written)
      status = give_up(file);
  }
  if (file->is_temporary && is_written && rename(file->growing, file->name) != 0) {
    is_written = false;
    status = give_up(file);
  }
  if (file->is_temporary && !is_written)
    unlink(file->growing);
  free(file->name);
  free(file->growing);
  *file = (struct output_file){0};
  return status;
}
