// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Runs what may meet damaged memory in a handler of a fatal signal. If it faults itself it is given up, and the process
// goes on to the death that it was about to die.
#define _GNU_SOURCE
#include "crash.h"

#include <errno.h>
#include <pthread.h>
#include <sys/epoll.h>
#include <sys/syscall.h>
#include <unistd.h>

#define EVENT_ROOM 16u // of struct epoll_event, and divides a page

static __thread void *escape[5];
static __thread bool is_guarded;

static bool is_ours(int signal) {
  struct sigaction now;
  return sp_real_sigaction(signal, NULL, &now) == 0 && (now.sa_flags & SA_SIGINFO) && now.sa_sigaction == sp_on_fault;
}

// No signal comes in between but a fault that is taken to be ours. What was sent and waits, as behind a handler of the
// program's, goes on waiting.
static void block_signals(sigset_t *before) {
  static const int faults[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL};
  sigset_t all, waiting;
  sigfillset(&all);
  if (sigpending(&waiting) != 0)
    sigfillset(&waiting);
  for (unsigned i = 0; i < sizeof faults / sizeof *faults; i++)
    if (is_ours(faults[i]) && sigismember(&waiting, faults[i]) == 0)
      sigdelset(&all, faults[i]);
  pthread_sigmask(SIG_SETMASK, &all, before);
}

// Apart from what calls it, whose variables would be lost by the way out.
static __attribute__((noinline)) bool run_until_fault(void (*run)(const void *), const void *argument) {
  if (__builtin_setjmp(escape) != 0)
    return false;
  is_guarded = true;
  run(argument);
  return true;
}

bool sp_run_guarded(void (*run)(const void *), const void *argument) {
  sigset_t before;
  int cancellation;
  if (is_guarded)
    return true;
  pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &cancellation);
  block_signals(&before);
  bool is_done = run_until_fault(run, argument);
  is_guarded = false;
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  pthread_setcancelstate(cancellation, NULL);
  return is_done;
}

void sp_leave_guarded(void) {
  if (is_guarded)
    __builtin_longjmp(escape, 1);
}

// The kernel reads the event before it looks at the descriptors, and says so where that cannot be read: this changes
// nothing, and is nothing that a tool complains about.
bool sp_is_readable(const void *memory, size_t bytes) {
  uintptr_t at = (uintptr_t)memory, end = at + bytes;
  if (end < at || !memory)
    return false;
  for (; at < end; at = (at / SP_PAGE_LEAST + 1) * SP_PAGE_LEAST)
    if (syscall(SYS_epoll_ctl, -1, EPOLL_CTL_ADD, -1, at / EVENT_ROOM * EVENT_ROOM) != 0 && errno == EFAULT)
      return false;
  return true;
}
