// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Opens the run's file. A process that may give up rights, or change its root, can no longer do that by its name when
// a thread starts: such a one keeps it open, at a number that programs do not look at. If the program closes it, as
// daemons close all they do not know, threads that start later are lost.
#define _GNU_SOURCE
#include "process.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#define NUMBER_LEAST 500 // and so below the usual limit of 1024

static int kept = -1;
static dev_t device; // to notice that the number has become another file's
static ino_t inode;

static bool is_ours(void) {
  struct stat status;
  return kept >= 0 && fstat(kept, &status) == 0 && status.st_dev == device && status.st_ino == inode;
}

void sp_keep_run_file(int file) {
  struct stat status;
  if (is_ours()) // of the process before the fork
    close(kept);
  kept = -1;
  if ((geteuid() != 0 && getuid() == geteuid()) || fstat(file, &status) != 0)
    return;
  kept = fcntl(file, F_DUPFD_CLOEXEC, NUMBER_LEAST);
  device = status.st_dev;
  inode = status.st_ino;
}

int sp_open_run_file(void) {
  char path[SP_PATH_MAX];
  if (sp_join(path, sizeof path, sp_process.run, "/" SP_RUN_FILE, NULL) != 0) {
    errno = ENAMETOOLONG;
    return -1;
  }
  const int file = open(path, O_RDWR | O_NOFOLLOW | O_CLOEXEC), error = errno;
  if (file >= 0 || !is_ours())
    return file;
  const int copy = fcntl(kept, F_DUPFD_CLOEXEC, 0);
  errno = error;
  return copy;
}
