// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The calling thread's text file: opening it, knowing that it is ours, and appending to it.
#define _GNU_SOURCE
#include "text_file.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "process.h"
#include "text_parts.h"

// Our descriptor's number is high, so that the program gets the numbers it would get without us, and one that no
// program chooses.
#define HIGH_DESCRIPTOR 739

__thread struct sp_text_file sp_text_file;

// Takes over a descriptor that was just opened. Where no high number is to be had, it is kept for one line only.
static void take(int file) {
  int high = fcntl(file, F_DUPFD_CLOEXEC, HIGH_DESCRIPTOR);
  sp_text_file.is_brief = high < 0;
  if (high >= 0) {
    close(file);
    file = high;
  }
  struct stat status = {0};
  fstat(file, &status);
  sp_self.text_device = status.st_dev;
  sp_self.text_inode = status.st_ino;
  sp_self.text_file = file + 1;
  sp_text_file.bytes = (uint64_t)status.st_size;
  sp_text_file.charged = sp_part_blocks(sp_text_file.bytes);
  sp_text_file.roll_at = sp_part_size();
}

static void leave_if_brief(void) {
  if (!sp_text_file.is_brief || !sp_self.text_file)
    return;
  close(sp_self.text_file - 1);
  sp_self.text_file = 0;
}

static void open_text(void *unused) {
  (void)unused;
  char path[SP_PATH_MAX];
  sp_self.text_file = 0;
  int32_t tid = sp_self.segment->tid;
  if (!sp_name_part(path, sizeof path, tid, 0) || !sp_add_living_part(tid))
    return;
  int file = sp_open_for_lines(path);
  if (file >= 0)
    take(file);
}

void sp_open_text(void) {
  open_text(NULL);
  leave_if_brief();
}

// A daemon may have closed the descriptor, and given the number to a file of its own.
static bool is_ours(struct stat *status) {
  return sp_self.text_file && fstat(sp_self.text_file - 1, status) == 0 && status->st_ino == sp_self.text_inode &&
         status->st_dev == sp_self.text_device;
}

static void lose(void) {
  static bool is_noted;
  if (!is_noted)
    sp_note("lines are missing in a text file, they cannot be written", strerror(errno));
  is_noted = true;
}

bool sp_check_text_file(uint64_t now_ns) {
  struct stat status;
  struct rlimit limit;
  sp_text_file.limit_changes = __atomic_load_n(&sp_limit_changes, __ATOMIC_ACQUIRE);
  if (is_ours(&status)) {
    sp_text_file.bytes = (uint64_t)status.st_size;
  } else {
    sp_with_parts(open_text);
  }
  bool is_limited = getrlimit(RLIMIT_FSIZE, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY;
  sp_text_file.limit = is_limited ? limit.rlim_cur : UINT64_MAX;
  sp_text_file.checked_ns = now_ns;
  if (!sp_self.text_file)
    lose();
  return sp_self.text_file != 0;
}

// What the thread wrote becomes a part, and a new file begins. False if there is no new file to be had. The lock is
// held.
static bool roll(void) {
  char path[SP_PATH_MAX], next[SP_PATH_MAX], part[SP_PATH_MAX];
  int32_t tid = sp_self.segment->tid;
  if (!sp_name_part(path, sizeof path, tid, 0) || sp_join(next, sizeof next, path, ".new", NULL) != 0)
    return false;
  unlink(next);
  int file = open(next, O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (file < 0)
    return false;
  uint32_t number = sp_next_part_number();
  if (!sp_name_part(part, sizeof part, tid, number) || rename(path, part) != 0) {
    close(file);
    unlink(next);
    return false;
  }
  // Killed here, the thread has no newest file: its parts are all there is.
  if (rename(next, path) != 0)
    unlink(next);
  close(sp_self.text_file - 1);
  sp_roll_part(tid, number, sp_text_file.bytes);
  take(file);
  sp_pack_part(tid, number);
  return true;
}

// Without access to the folder, as in a chroot, the file can only begin again.
static void begin_again(void) {
  static bool is_noted;
  if (!is_noted)
    sp_note("a text file cannot be rolled, its older lines are dropped", strerror(errno));
  is_noted = true;
  if (ftruncate(sp_self.text_file - 1, 0) == 0)
    sp_text_file.bytes = 0;
}

static void roll_over(void *unused) {
  (void)unused;
  if (roll())
    sp_trim_parts();
  else
    begin_again();
}

// libc's write() is a point where a thread can be cancelled.
static long write_once(const char *line, size_t bytes) {
  return syscall(SYS_write, sp_self.text_file - 1, line, bytes);
}

static void append(const char *line, size_t bytes) {
  if (sp_text_file.bytes + bytes > sp_text_file.limit) {
    errno = EFBIG;
    return lose();
  }
  long done = write_once(line, bytes);
  if (done < 0 && errno == EBADF) {
    sp_self.text_file = 0; // closed since the last check
    if (sp_check_text_file(sp_text_file.checked_ns))
      done = write_once(line, bytes);
  }
  if (done != (long)bytes) {
    lose();
    if (done > 0 && ftruncate(sp_self.text_file - 1, (off_t)sp_text_file.bytes) != 0)
      sp_text_file.bytes += (uint64_t)done; // half a line stays
    return;
  }
  sp_text_file.bytes += bytes;
  if (sp_text_file.bytes > sp_text_file.charged) {
    sp_text_file.charged += sp_charge_part(sp_text_file.bytes - sp_text_file.charged);
    sp_text_file.roll_at = sp_part_size(); // there may be more threads, or less room
  }
  if (sp_text_file.bytes >= sp_text_file.roll_at)
    sp_with_parts(roll_over);
}

void sp_append_text(const char *line, size_t bytes) {
  append(line, bytes);
  leave_if_brief();
}

void sp_echo_text(const char *line, size_t bytes) {
  static const struct timespec at_once;
  sigset_t ours, before, pending;
  sigemptyset(&ours);
  sigaddset(&ours, SIGPIPE);
  sigaddset(&ours, SIGXFSZ);
  pthread_sigmask(SIG_BLOCK, &ours, &before);
  bool was_pending = sigpending(&pending) == 0 && (sigismember(&pending, SIGPIPE) || sigismember(&pending, SIGXFSZ));
  long done = syscall(SYS_write, STDERR_FILENO, line, bytes);
  if (done < 0 && (errno == EPIPE || errno == EFBIG) && !was_pending)
    sigtimedwait(&ours, NULL, &at_once);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
}
