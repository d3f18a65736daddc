// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Notes how the process ends, and changes nothing about it: the same status, the same signal, the same core.
#define _GNU_SOURCE
#include "process.h"

#include <errno.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

#define SIGNAL_STACK_BYTES (64u * 1024u) // the largest frame of today's vector registers, many times

// Signals by which a program dies of a fault of its own.
static const int fault_signals[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTRAP, SIGSYS};
enum { fault_signal_count = sizeof fault_signals / sizeof *fault_signals };

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

void sp_note_end(enum sp_end_state state, int status, const siginfo_t *fault, uint64_t pc) {
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
  }
  end.checksum = sp_checksum(&end, offsetof(struct sp_run_end, checksum));
  struct sp_run_end *kept = &sp_process.header->end;
  memcpy(kept, &end, offsetof(struct sp_run_end, checksum));
  __atomic_store_n(&kept->checksum, end.checksum, __ATOMIC_RELEASE);
  if (!sp_process.confined)
    sp_note_thread_names();
}

static uint64_t program_counter(const void *context) {
#if defined __x86_64__
  return (uint64_t)((const ucontext_t *)context)->uc_mcontext.gregs[REG_RIP];
#elif defined __aarch64__
  return (uint64_t)((const ucontext_t *)context)->uc_mcontext.pc;
#else
  (void)context;
  return 0;
#endif
}

static void on_fault(int signal, siginfo_t *info, void *context) {
  int kept = errno;
  sp_note_end(SP_END_SIGNALED, signal, info, program_counter(context));
  // A fault happens again when its instruction does. It is blocked then, so that it kills, with the registers it had.
  bool repeats = info->si_code > 0 && (signal == SIGSEGV || signal == SIGBUS || signal == SIGFPE || signal == SIGILL);
  if (repeats) {
    sigaddset(&((ucontext_t *)context)->uc_sigmask, signal);
  } else {
    // Anything else was sent, and is sent again; it is blocked until this handler returns.
    struct sigaction action = {.sa_handler = SIG_DFL};
    sigaction(signal, &action, NULL);
    syscall(SYS_tgkill, getpid(), syscall(SYS_gettid), signal);
  }
  errno = kept;
}

static void on_normal_exit(int status, void *argument) {
  (void)argument;
  sp_note_idle_filters();
  sp_note_end(SP_END_EXITED, status & 0xff, NULL, 0);
}

static void on_quick_exit(void *argument, int status) { on_normal_exit(status, argument); }

void sp_watch_end(void) {
  struct sigaction action = {.sa_sigaction = on_fault, .sa_flags = SA_SIGINFO | SA_ONSTACK}, before;
  sigemptyset(&action.sa_mask);
  for (int i = 0; i < fault_signal_count; i++)
    if (sigaction(fault_signals[i], NULL, &before) == 0 && !(before.sa_flags & SA_SIGINFO) &&
        before.sa_handler == SIG_DFL)
      sigaction(fault_signals[i], &action, NULL);
  if (on_exit)
    on_exit(on_normal_exit, NULL);
  if (__cxa_at_quick_exit)
    __cxa_at_quick_exit(on_quick_exit, NULL);
}

// _exit() runs no handler of exit's. Weak: a program's own definition goes first.
__attribute__((weak, visibility("default"), noreturn)) void _exit(int status) {
  sp_note_end(SP_END_EXITED, status & 0xff, NULL, 0);
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

void sp_add_signal_stack(void) {
  stack_t now;
  if (sigaltstack(NULL, &now) != 0 || !(now.ss_flags & SS_DISABLE))
    return;
  void *memory = mmap(NULL, SIGNAL_STACK_BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED)
    return;
  stack_t ours = {.ss_sp = memory, .ss_size = SIGNAL_STACK_BYTES};
  if (sigaltstack(&ours, NULL) == 0)
    sp_self.signal_stack = memory;
  else
    munmap(memory, SIGNAL_STACK_BYTES);
}

void sp_drop_signal_stack(void) {
  if (!sp_self.signal_stack || sp_process.confined)
    return;
  stack_t now, off = {.ss_flags = SS_DISABLE};
  if (sigaltstack(NULL, &now) == 0 && now.ss_sp == sp_self.signal_stack)
    sigaltstack(&off, NULL);
  munmap(sp_self.signal_stack, SIGNAL_STACK_BYTES);
  sp_self.signal_stack = NULL;
}
