// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Notes how the process ends, and changes nothing about it: the same status, the same signal, the same core.
#define _GNU_SOURCE
#include "crash.h"

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
    if (noted > state || noted == SP_END_SIGNALED)
      return false;
  } while (
      !__atomic_compare_exchange_n(&sp_process.end_noted, &noted, state, false, __ATOMIC_RELAXED, __ATOMIC_RELAXED));
  return true;
}

static int32_t own_tid(void) {
  if (sp_self.segment)
    return sp_self.segment->tid;
  return sp_process.confined ? 0 : (int32_t)syscall(SYS_gettid);
}

void sp_note_end(enum sp_end_state state, int status, const siginfo_t *fault, uint64_t pc, uint64_t sp) {
  if (sp_process.state != SP_READY)
    return;
  // A child that shares the memory, by vfork or clone, ends alone.
  if ((!sp_process.confined && sp_process.header->pid != getpid()) || !claim_end((int)state))
    return;
  struct sp_run_end end;
  memset(&end, 0, sizeof end);
  end.state = state;
  end.status = status;
  // The coarse clock needs neither a system call nor the processor's counter, which strict seccomp forbids as well.
  end.time_ns = sp_now(sp_process.confined ? CLOCK_REALTIME_COARSE : CLOCK_REALTIME);
  end.tid = own_tid();
  if (fault) {
    end.signal_code = fault->si_code;
    if (fault->si_code > 0)
      end.fault_address = (uint64_t)(uintptr_t)fault->si_addr;
    end.fault_pc = pc;
    end.fault_sp = sp;
  }
  end.checksum = sp_checksum(&end, offsetof(struct sp_run_end, checksum));
  struct sp_run_end *kept = &sp_process.header->end;
  memcpy(kept, &end, offsetof(struct sp_run_end, checksum));
  __atomic_store_n(&kept->checksum, end.checksum, __ATOMIC_RELEASE);
  if (!sp_process.confined)
    sp_note_thread_names();
}

static void on_normal_exit(int status, void *argument) {
  (void)argument;
  sp_note_idle_filters();
  sp_note_end(SP_END_EXITED, status & 0xff, NULL, 0, 0);
}

static void on_quick_exit(void *argument, int status) { on_normal_exit(status, argument); }

void sp_watch_end(void) {
  sp_watch_faults();
  if (on_exit)
    on_exit(on_normal_exit, NULL);
  if (__cxa_at_quick_exit)
    __cxa_at_quick_exit(on_quick_exit, NULL);
}

// _exit() runs no handler of exit's. Weak: a program's own definition goes first.
__attribute__((weak, visibility("default"), noreturn)) void _exit(int status) {
  sp_note_end(SP_END_EXITED, status & 0xff, NULL, 0, 0);
  for (;;)
    syscall(SYS_exit_group, status);
}

__attribute__((weak, visibility("default"), noreturn)) void _Exit(int status) { _exit(status); }

// Tells when the program confines itself, by seccomp or by what comes before it. Weak: a program's own definition goes
// first.
__attribute__((weak, visibility("default"))) int prctl(int option, ...) {
  va_list list;
  va_start(list, option);
  unsigned long arguments[4];
  for (int i = 0; i < 4; i++)
    arguments[i] = va_arg(list, unsigned long);
  va_end(list);
  if (option == PR_SET_SECCOMP || option == PR_SET_NO_NEW_PRIVS)
    sp_process.confined = true;
  // The runtime asks for the name of a thread that ends: then the one that is known must do.
  if (sp_process.confined && sp_self.busy && sp_self.segment && option == PR_GET_NAME) {
    memcpy((void *)arguments[0], sp_self.segment->name, sizeof sp_self.segment->name);
    return 0;
  }
  return (int)syscall(SYS_prctl, option, arguments[0], arguments[1], arguments[2], arguments[3]);
}
