// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Has older text files compressed by gzip, in processes that the program does not notice: wait() does not find them,
// and there is no SIGCHLD. A child whose exit signal is 0 is such a one, but only until it calls exec, which makes the
// signal SIGCHLD. So that child, the keeper, starts gzip as a child of its own, waits for it, and ends. It shares our
// memory, as a copy would cost much in a large program.
#define _GNU_SOURCE
#include "text_parts.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "process.h"

// More would take so long that the run's limit may ask for the removal of what gzip is at work on.
#define MOST_AT_ONCE 2u
#define STACK_BYTES 16384

static char packer[SP_PATH_MAX];
static struct {
  int32_t tid;
  uint32_t number;
} waiting[MOST_AT_ONCE], at_work[MOST_AT_ONCE]; // parts, the oldest first
static unsigned waiting_count, at_work_count;
static pid_t keeper; // 0: gzip is not at work

static bool is_program(const char *path) {
  struct stat status;
  return stat(path, &status) == 0 && S_ISREG(status.st_mode) && (status.st_mode & 0111);
}

bool sp_find_packer(void) {
  const char *path = getenv("PATH");
  while (path && *path && !sp_has_thread_sanitizer()) {
    char folder[SP_PATH_MAX];
    size_t length = strcspn(path, ":");
    if (path[0] == '/' && length < sizeof folder) {
      memcpy(folder, path, length);
      folder[length] = '\0';
      if (sp_join(packer, sizeof packer, folder, "/gzip", NULL) == 0 && is_program(packer))
        return true;
    }
    path += length + (path[length] == ':');
  }
  packer[0] = '\0';
  return false;
}

// What the program has open is not kept open by gzip: who reads the program's output waits for its end.
static void leave_program(void) {
  setsid();
  if (syscall(SYS_close_range, 0, ~0u, 0) != 0)
    for (int file = 0; file < 4096; file++)
      close(file);
  open("/dev/null", O_RDWR); // 0, and the others after it
  fcntl(0, F_DUPFD, 1);
  fcntl(0, F_DUPFD, 2);
  sigset_t none;
  sigemptyset(&none);
  pthread_sigmask(SIG_SETMASK, &none, NULL);
}

static _Alignas(16) char keeper_stack[STACK_BYTES], gzip_stack[STACK_BYTES];
static enum { STARTING, STARTED, FAILED } progress;

static int become_gzip(void *arguments) {
  char *const no_environment[] = {NULL};
  leave_program();
  execve(packer, arguments, no_environment);
  return 1;
}

// Has the thread-local storage of the thread that waits for `progress`: from then on nothing here may set errno.
static int keep_gzip(void *arguments) {
  struct sigaction action = {.sa_handler = SIG_DFL}; // ours alone: ignored children cannot be waited for
  sigaction(SIGCHLD, &action, NULL);
  pid_t child = clone(become_gzip, gzip_stack + STACK_BYTES, CLONE_VM | CLONE_VFORK | SIGCHLD, arguments);
  __atomic_store_n(&progress, child > 0 ? STARTED : FAILED, __ATOMIC_RELEASE);
  if (child > 0)
    syscall(SYS_wait4, child, NULL, 0, NULL); // all signals are blocked
  return 0;
}

// Whether gzip is not at work. What it made of parts that have been removed since then is removed, too.
static bool has_ended(void) {
  if (keeper && syscall(SYS_wait4, keeper, NULL, __WALL | WNOHANG, NULL) == 0)
    return false;
  for (keeper = 0; at_work_count > 0; at_work_count--)
    sp_check_packed_part(at_work[at_work_count - 1].tid, at_work[at_work_count - 1].number);
  return true;
}

// False if no process could be made.
static bool launch(void) {
  static char paths[MOST_AT_ONCE][SP_PATH_MAX];
  static char *arguments[MOST_AT_ONCE + 4] = {"gzip", "-fq", "--"};
  for (unsigned i = 0; i < waiting_count; i++)
    if (sp_name_part(paths[i], sizeof paths[i], waiting[i].tid, waiting[i].number))
      arguments[3 + i] = paths[i];
  arguments[3 + waiting_count] = NULL;
  memcpy(at_work, waiting, sizeof at_work);
  at_work_count = waiting_count;
  progress = STARTING;
  keeper = clone(keep_gzip, keeper_stack + STACK_BYTES, CLONE_VM, arguments);
  if (keeper < 0) {
    keeper = 0;
    return false;
  }
  while (__atomic_load_n(&progress, __ATOMIC_ACQUIRE) == STARTING && !has_ended())
    sched_yield();
  return progress == STARTED;
}

void sp_pack_part(int32_t tid, uint32_t number) {
  if (!sp_process.text_pack)
    return;
  if (waiting_count == MOST_AT_ONCE) // the oldest stays as it is
    memmove(waiting, waiting + 1, sizeof *waiting * --waiting_count);
  waiting[waiting_count].tid = tid;
  waiting[waiting_count++].number = number;
  if (!has_ended())
    return;
  if (!launch()) {
    sp_note("older text files are not compressed, gzip cannot be started", strerror(errno));
    sp_process.text_pack = false;
  }
  waiting_count = 0;
}

void sp_forget_packing(void) {
  waiting_count = at_work_count = 0;
  keeper = 0;
}
