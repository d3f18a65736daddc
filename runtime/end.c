// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Notes how the process ends, and changes nothing about it: the same status, the same signal, the same core.
#define _GNU_SOURCE
#include "process.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

#define SIGNAL_STACK_BYTES (64u * 1024u) // the largest frame of today's vector registers, many times

// Signals by which a program dies of a fault of its own.
static const int fault_signals[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTRAP, SIGSYS};
enum { fault_signal_count = sizeof fault_signals / sizeof *fault_signals };

extern int on_exit(void (*function)(int status, void *argument), void *argument) __attribute__((weak));

// A fault while the program exits is the end that counts; between equals it is the first.
static bool claim_end(int state) {
  int noted = __atomic_load_n(&sp_process.end_noted, __ATOMIC_RELAXED);
  do {
    if (noted >= state)
      return false;
  } while (
      !__atomic_compare_exchange_n(&sp_process.end_noted, &noted, state, false, __ATOMIC_RELAXED, __ATOMIC_RELAXED));
  return true;
}

void sp_note_end(enum sp_end_state state, int status, const siginfo_t *fault, uint64_t pc) {
  // A child that shares the memory, by vfork or clone, ends alone.
  if (sp_process.state != SP_READY || sp_process.header->pid != getpid() || !claim_end((int)state))
    return;
  struct sp_run_end end;
  memset(&end, 0, sizeof end);
  end.state = state;
  end.status = status;
  end.time_ns = sp_now(CLOCK_REALTIME);
  end.tid = (int32_t)syscall(SYS_gettid);
  if (fault) {
    end.signal_code = fault->si_code;
    if (fault->si_code > 0)
      end.fault_address = (uint64_t)(uintptr_t)fault->si_addr;
    end.fault_pc = pc;
  }
  sp_note_thread_names();
  end.checksum = sp_checksum(&end, offsetof(struct sp_run_end, checksum));
  struct sp_run_end *kept = &sp_process.header->end;
  memcpy(kept, &end, offsetof(struct sp_run_end, checksum));
  __atomic_store_n(&kept->checksum, end.checksum, __ATOMIC_RELEASE);
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
  struct sigaction action = {.sa_handler = SIG_DFL};
  sigaction(signal, &action, NULL);
  errno = kept;
  // A fault happens again when its instruction does, and then kills with the registers it had. Anything else was sent,
  // and is sent again; it is blocked until this handler returns.
  bool repeats = info->si_code > 0 && (signal == SIGSEGV || signal == SIGBUS || signal == SIGFPE || signal == SIGILL);
  if (!repeats)
    syscall(SYS_tgkill, getpid(), syscall(SYS_gettid), signal);
}

static void on_normal_exit(int status, void *argument) {
  (void)argument;
  sp_note_end(SP_END_EXITED, status & 0xff, NULL, 0);
}

void sp_watch_end(void) {
  struct sigaction action = {.sa_sigaction = on_fault, .sa_flags = SA_SIGINFO | SA_ONSTACK}, before;
  sigemptyset(&action.sa_mask);
  for (int i = 0; i < fault_signal_count; i++)
    if (sigaction(fault_signals[i], NULL, &before) == 0 && !(before.sa_flags & SA_SIGINFO) &&
        before.sa_handler == SIG_DFL)
      sigaction(fault_signals[i], &action, NULL);
  if (on_exit)
    on_exit(on_normal_exit, NULL);
}

// _exit() runs no handler of exit's. Weak: a program's own definition goes first.
__attribute__((weak, visibility("default"), noreturn)) void _exit(int status) {
  sp_note_end(SP_END_EXITED, status & 0xff, NULL, 0);
  for (;;)
    syscall(SYS_exit_group, status);
}

__attribute__((weak, visibility("default"), noreturn)) void _Exit(int status) { _exit(status); }

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
  if (!sp_self.signal_stack)
    return;
  stack_t now, off = {.ss_flags = SS_DISABLE};
  if (sigaltstack(NULL, &now) == 0 && now.ss_sp == sp_self.signal_stack)
    sigaltstack(&off, NULL);
  munmap(sp_self.signal_stack, SIGNAL_STACK_BYTES);
  sp_self.signal_stack = NULL;
}
