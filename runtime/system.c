// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Small things that a libc would do with formatting or allocation, which is not allowed here.
#define _GNU_SOURCE
#include "process.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "record_text.h"

uint64_t sp_now(clockid_t clock) {
  struct timespec now;
  clock_gettime(clock, &now);
  return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

ssize_t sp_read_file(const char *path, char *out, size_t size) {
  int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0)
    return -1;
  ssize_t bytes = read(file, out, size - 1);
  close(file);
  if (bytes >= 0)
    out[bytes] = '\0';
  return bytes;
}

int sp_write_all(int file, const void *data, size_t bytes) {
  const char *p = data;
  while (bytes > 0) {
    // ThreadSanitizer would take the descriptor's number for the program's.
    ssize_t done = syscall(SYS_write, file, p, bytes);
    if (done < 0 && errno == EINTR)
      continue;
    if (done <= 0)
      return -1;
    p += done;
    bytes -= (size_t)done;
  }
  return 0;
}

bool sp_may_have_size(uint64_t bytes) {
  struct rlimit limit;
  if (getrlimit(RLIMIT_FSIZE, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY || bytes <= limit.rlim_cur)
    return true;
  errno = EFBIG;
  return false;
}

// Reserves a file's blocks, so that no later store can meet a full disk, which would be SIGBUS. The limit is asked
// first: passing it would be SIGXFSZ.
bool sp_reserve(int file, uint64_t offset, uint64_t bytes) {
  if (!sp_may_have_size(offset + bytes))
    return false;
  if (fallocate(file, 0, (off_t)offset, (off_t)bytes) == 0)
    return true;
  if (errno != EOPNOTSUPP && errno != ENOSYS)
    return false;
  static const char zeros[4096];
  for (uint64_t done = 0; done < bytes; done += sizeof zeros)
    if (pwrite(file, zeros, sizeof zeros, (off_t)(offset + done)) != (ssize_t)sizeof zeros)
      return false;
  return true;
}

bool sp_lengthen(int file, uint64_t bytes) {
  struct stat status;
  if (fstat(file, &status) != 0)
    return false;
  return (uint64_t)status.st_size >= bytes || (sp_may_have_size(bytes) && ftruncate(file, (off_t)bytes) == 0);
}

int sp_open_for_lines(const char *path) {
  return open(path, O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0600);
}

int sp_append_line(int file, const char *line, size_t bytes) {
  struct stat status;
  if (fstat(file, &status) != 0 || !sp_may_have_size((uint64_t)status.st_size + bytes))
    return -1;
  return sp_write_all(file, line, bytes);
}

uint64_t sp_process_start(pid_t pid) {
  char path[64], text[1024];
  struct sp_text_out out = {path, path + sizeof path - 1};
  // In a new pid namespace, /proc may be of the old one, where the number is another process.
  sp_text_plain(&out, "/proc/");
  if (pid == getpid())
    sp_text_plain(&out, "self");
  else
    sp_text_number(&out, (uint64_t)pid, 1);
  sp_text_plain(&out, "/stat");
  *out.at = '\0';
  if (sp_read_file(path, text, sizeof text) <= 0)
    return 0;
  // The name in parentheses may hold anything, parentheses too; field 3 follows the last one.
  const char *p = strrchr(text, ')');
  for (int field = 2; p && field < 22; field++) {
    p = strchr(p, ' ');
    p = p ? p + 1 : NULL;
  }
  uint64_t value = 0;
  for (; p && *p >= '0' && *p <= '9'; p++)
    value = value * 10 + (uint64_t)(*p - '0');
  return value;
}

uint64_t sp_pid_namespace(void) {
  struct stat status;
  return stat("/proc/self/ns/pid", &status) == 0 ? status.st_ino : 0;
}

void sp_set_counter(struct sp_counter *counter, uint64_t value) {
  counter->value = value;
  counter->inverse = ~value;
}

// Notes from before the run has a directory.
static char early_notes[1024];

static void keep_line(const char *line) {
  char path[SP_PATH_MAX];
  if (!sp_process.run[0] || sp_join(path, sizeof path, sp_process.run, "/" SP_NOTES_FILE, NULL) != 0)
    return; // a child of fork() has none until it has one of its own
  int file = sp_open_for_lines(path);
  if (file < 0)
    return;
  sp_append_line(file, line, strlen(line));
  close(file);
}

void sp_note(const char *what, const char *detail) {
  char line[SP_PATH_MAX + 512];
  if (sp_process.confined ||
      sp_join(line, sizeof line, "sourceprint: ", what, detail ? ": " : "", detail ? detail : "", "\n", NULL) != 0)
    return;
  if (sp_process.verbose || isatty(STDERR_FILENO))
    sp_write_all(STDERR_FILENO, line, strlen(line));
  size_t used = strlen(early_notes);
  if (sp_process.header)
    keep_line(line);
  else
    sp_join(early_notes + used, sizeof early_notes - used, line, NULL);
}

void sp_keep_notes(void) {
  if (early_notes[0])
    keep_line(early_notes);
  early_notes[0] = '\0';
}
