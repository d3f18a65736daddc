// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Notes how the process ends, and changes nothing about it: the same status, the same signal, the same core.
#define _GNU_SOURCE
#include "crash.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

extern int on_exit(void (*function)(int status, void *argument), void *argument) __attribute__((weak));
// What at_quick_exit() calls. glibc passes the status as a second argument, as to all that it runs at an exit.
extern int __cxa_at_quick_exit(void (*function)(void *, int), void *module) __attribute__((weak));

// A fault while the program exits is the end that counts. Of faults it is the first, and of exits the last: what runs
// at the end may leave with another status.
static bool claim_end(int state) {
  int noted = __atomic_load_n(&sp_process.end_noted, __ATOMIC_RELAXED);
  do {
    if ((noted > state && noted != SP_END_EXEC) || noted == SP_END_SIGNALED)
      return false;
  } while (
      !__atomic_compare_exchange_n(&sp_process.end_noted, &noted, state, false, __ATOMIC_RELAXED, __ATOMIC_RELAXED));
  return true;
}

// Why the calling thread has no ring.
static uint32_t missing_ring(void) {
  if (sp_self.segment)
    return SP_NO_RING_NONE;
  if (sp_self.no_ring)
    return sp_self.no_ring;
  if (!sp_is_on())
    return SP_NO_RING_SWITCHED;
  return sp_has_filters() ? SP_NO_RING_FILTERED : SP_NO_RING_UNUSED;
}

static int32_t own_tid(void) {
  if (sp_self.segment)
    return sp_self.segment->tid;
  return sp_process.confined ? 0 : (int32_t)syscall(SYS_gettid);
}

// The checksum last: without the right one the rest is not believed.
static void keep_end(const struct sp_run_end *end) {
  struct sp_run_end *kept = &sp_process.header->end;
  __atomic_store_n(&kept->checksum, 0, __ATOMIC_RELEASE);
  memcpy(kept, end, offsetof(struct sp_run_end, checksum));
  __atomic_store_n(&kept->checksum, end->checksum, __ATOMIC_RELEASE);
}

void sp_note_end(enum sp_end_state state, int status, const siginfo_t *fault, const void *context) {
  if (sp_process.state != SP_READY)
    return;
  // A child that shares the memory, by vfork or clone, ends alone.
  if ((!sp_process.confined && sp_process.header->pid != getpid()) || !claim_end((int)state))
    return;
  struct sp_run_end end;
  memset(&end, 0, sizeof end);
  sp_end_fault(fault, context);
  end.state = state;
  end.status = status;
  // The coarse clock needs neither a system call nor the processor's counter, which strict seccomp forbids as well.
  end.time_ns = sp_now(sp_process.confined ? CLOCK_REALTIME_COARSE : CLOCK_REALTIME);
  end.tid = own_tid();
  end.no_ring = missing_ring();
  if (fault) {
    end.signal_code = fault->si_code;
    if (fault->si_code > 0)
      end.fault_address = (uint64_t)(uintptr_t)fault->si_addr;
  }
  if (fault && context) {
    end.fault_pc = sp_program_counter(context);
    end.fault_sp = sp_stack_pointer(context);
    end.unrecorded = sp_unrecorded(fault, context);
  }
  end.checksum = sp_checksum(&end, offsetof(struct sp_run_end, checksum));
  keep_end(&end);
  if (!sp_process.confined)
    sp_note_thread_names();
}

void sp_fill_exec_end(struct sp_run_end *end) {
  memset(end, 0, sizeof *end);
  end->state = SP_END_EXEC;
  end->tid = own_tid();
  end->time_ns = sp_now(CLOCK_REALTIME);
  end->checksum = sp_checksum(end, offsetof(struct sp_run_end, checksum));
}

void sp_fill_next_image(struct sp_next_image *next, const char *program, const char *run) {
  memset(next, 0, sizeof *next);
  memcpy(next->program, program, strnlen(program, sizeof next->program - 1));
  memcpy(next->run, run, strnlen(run, sizeof next->run - 1));
  next->checksum = sp_checksum(next, offsetof(struct sp_next_image, checksum));
}

// A confined process may be killed by getpid(), without which a child that shares the memory cannot be told.
void sp_note_exec(struct sp_exec_mark *mark, const char *path) {
  const int kept = errno;
  mark->is_noted = sp_process.state == SP_READY && !sp_process.confined && sp_process.header->pid == getpid();
  mark->before = __atomic_load_n(&sp_process.end_noted, __ATOMIC_RELAXED);
  if (mark->is_noted && mark->before <= SP_END_EXITED &&
      __atomic_compare_exchange_n(&sp_process.end_noted, &mark->before, SP_END_EXEC, false, __ATOMIC_RELAXED,
                                  __ATOMIC_RELAXED)) {
    struct sp_run_end end;
    mark->end = sp_process.header->end;
    sp_fill_next_image((struct sp_next_image *)((char *)sp_process.header + SP_NEXT_OFFSET), path, "");
    sp_fill_exec_end(&end);
    keep_end(&end);
  } else {
    mark->is_noted = false;
  }
  errno = kept;
}

void sp_undo_exec(const struct sp_exec_mark *mark) {
  int noted = SP_END_EXEC;
  if (mark->is_noted && __atomic_compare_exchange_n(&sp_process.end_noted, &noted, mark->before, false,
                                                    __ATOMIC_RELAXED, __ATOMIC_RELAXED))
    keep_end(&mark->end);
}

static void on_normal_exit(int status, void *argument) {
  (void)argument;
  sp_note_idle_filters();
  sp_note_unseen_handler();
  sp_note_end(SP_END_EXITED, status & 0xff, NULL, NULL);
}

static void note_exit_done(void) {
  if (sp_process.state == SP_READY && (sp_process.confined || sp_process.header->pid == getpid()))
    sp_set_counter(&sp_process.header->exit_done, sp_now(sp_process.confined ? CLOCK_REALTIME_COARSE : CLOCK_REALTIME));
}

static void on_exit_done(int status, void *argument) {
  (void)status, (void)argument;
  note_exit_done();
}

// All destructors are one of the functions that exit() calls: what is registered while they run is called behind them.
__attribute__((destructor)) static void watch_exit_done(void) {
  if (on_exit && __atomic_load_n(&sp_process.end_noted, __ATOMIC_RELAXED) == SP_END_EXITED)
    on_exit(on_exit_done, NULL);
}

static void on_quick_exit(void *argument, int status) {
  on_normal_exit(status, argument);
  note_exit_done();
}

void sp_watch_end(void) {
  sp_watch_faults();
  if (on_exit)
    on_exit(on_normal_exit, NULL);
  if (__cxa_at_quick_exit)
    __cxa_at_quick_exit(on_quick_exit, NULL);
}

// _exit() runs no handler of exit's. Weak: a program's own definition goes first.
__attribute__((weak, visibility("default"), noreturn)) void _exit(int status) {
  if (sp_process.end_noted == SP_END_RUNNING)
    sp_note_unseen_handler();
  sp_note_end(SP_END_EXITED, status & 0xff, NULL, NULL);
  note_exit_done();
  for (;;)
    syscall(SYS_exit_group, status);
}

__attribute__((weak, visibility("default"), noreturn)) void _Exit(int status) { _exit(status); }

// What takes a system call later is done while it is allowed.
static void confine(void) {
  if (sp_process.state == SP_READY && !sp_process.confined && !sp_self.busy) {
    sigset_t saved;
    sp_self.busy = true;
    sp_lock(&saved);
    sp_make_rings_ready();
    sp_unlock(&saved);
    sp_self.busy = false;
  }
  sp_process.confined = true;
}

// Tells when the program confines itself, by seccomp or by what comes before it, and when the thread takes a name.
// Weak: a program's own definition goes first.
__attribute__((weak, visibility("default"))) int prctl(int option, ...) {
  va_list list;
  va_start(list, option);
  unsigned long arguments[4];
  for (int i = 0; i < 4; i++)
    arguments[i] = va_arg(list, unsigned long);
  va_end(list);
  if (option == PR_SET_SECCOMP || option == PR_SET_NO_NEW_PRIVS)
    confine();
  // The runtime asks for the name of a thread that ends: then the one that is known must do.
  if (sp_process.confined && sp_self.busy && sp_self.segment && option == PR_GET_NAME) {
    memcpy((void *)arguments[0], sp_self.segment->name, sizeof sp_self.segment->name);
    return 0;
  }
  const int result = (int)syscall(SYS_prctl, option, arguments[0], arguments[1], arguments[2], arguments[3]);
  if (option == PR_SET_NAME && result == 0)
    sp_note_own_name();
  return result;
}
