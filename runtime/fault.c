// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The handler of fatal signals. Where the signal's disposition was the default, the process dies as it would have: by
// the same signal, with the same core. Where there was a handler already, it is called as if ours were not there.
#define _GNU_SOURCE
#include "crash.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

#define SIGNAL_STACK_BYTES (64u * 1024u) // the largest frame of today's vector registers, many times
#define ROOM_LEAST 3072u                 // of a program's own signal stack, for us

uint64_t sp_program_counter(const void *context) {
#if defined __x86_64__
  return (uint64_t)((const ucontext_t *)context)->uc_mcontext.gregs[REG_RIP];
#elif defined __aarch64__
  return (uint64_t)((const ucontext_t *)context)->uc_mcontext.pc;
#else
  (void)context;
  return 0;
#endif
}

uint64_t sp_stack_pointer(const void *context) {
#if defined __x86_64__
  return (uint64_t)((const ucontext_t *)context)->uc_mcontext.gregs[REG_RSP];
#elif defined __aarch64__
  return (uint64_t)((const ucontext_t *)context)->uc_mcontext.sp;
#else
  (void)context;
  return 0;
#endif
}

// A program that found our handler by signal() or sigaction() may put it back without SA_SIGINFO, or call it with the
// signal's number alone. Then the other arguments are anything.
static bool has_arguments(int signal, const siginfo_t *info, const void *context) {
  struct sigaction now;
  if (sp_process.confined)
    return true; // no system call may be made to find out
  if (sp_real_sigaction(signal, NULL, &now) == 0 && !(now.sa_flags & SA_SIGINFO) && now.sa_sigaction == sp_on_fault)
    return false;
  return sp_is_readable(info, sizeof *info) && info->si_signo == signal && sp_is_readable(context, sizeof(ucontext_t));
}

// A signal stack of the program's own may be just as large as its own handler needs.
static bool has_room(const void *context) {
  const stack_t *stack = &((const ucontext_t *)context)->uc_stack;
  const uintptr_t here = (uintptr_t)__builtin_frame_address(0), least = (uintptr_t)stack->ss_sp;
  return here - least >= stack->ss_size || here - least >= ROOM_LEAST;
}

static void report(int signal, siginfo_t *info, void *context, bool is_known) {
  struct sp_crash crash = {.signal = signal, .has_handler = sp_has_handler(signal)};
  if (is_known) {
    crash.info = info;
    crash.stack_pointer = sp_stack_pointer(context);
  }
  if (crash.has_handler)
    sp_sanitizer_takes(&crash);
  if (!is_known || has_room(context))
    sp_report_crash(&crash);
}

struct death {
  int signal;
  const siginfo_t *info;
  const void *context;
};

static void note_death(const void *argument) {
  const struct death *death = argument;
  sp_note_end(SP_END_SIGNALED, death->signal, death->info, death->context);
}

// Apart from what calls it, so that this leaves nothing on the stack that the former handler runs on.
static __attribute__((noinline)) void report_before_handler(int signal, siginfo_t *info, void *context,
                                                            sp_handler *former) {
  const int kept = errno;
  const bool is_known = has_arguments(signal, info, context);
  sp_keep_fault(signal, is_known ? info : NULL, is_known ? context : NULL, former);
  if (sp_has_sanitizer() || sp_may_report_before_handler())
    report(signal, info, context, is_known);
  errno = kept;
}

static __attribute__((noinline)) void die(int signal, siginfo_t *info, void *context) {
  const int kept = errno;
  const bool is_known = has_arguments(signal, info, context);
  const struct death death = {signal, is_known ? info : NULL, is_known ? context : NULL};
  if (sp_process.confined)
    note_death(&death);
  else
    sp_run_guarded(note_death, &death);
  if (!is_known || !sp_is_from_fault(info, context)) // else there is a snapshot of what this comes from
    report(signal, info, context, is_known);
  // A fault happens again when its instruction does. It is blocked then, so that it kills, with the registers it had.
  // Where it does not, as under valgrind, the next one takes the other way.
  static __thread bool has_repeated;
  const bool repeats = is_known && !has_repeated && info->si_code > 0 &&
                       (signal == SIGSEGV || signal == SIGBUS || signal == SIGFPE || signal == SIGILL);
  if (repeats) {
    has_repeated = true;
    sigaddset(&((ucontext_t *)context)->uc_sigmask, signal);
  } else {
    // Anything else was sent, and is sent again; it is blocked until this handler returns.
    struct sigaction action = {.sa_handler = SIG_DFL};
    sp_real_sigaction(signal, &action, NULL);
    syscall(SYS_tgkill, getpid(), syscall(SYS_gettid), signal);
  }
  errno = kept;
}

void sp_on_fault(int signal, siginfo_t *info, void *context) {
  sp_leave_guarded();
  sp_handler *former = sp_take_handler(signal); // asked once, as another thread may change it
  if (!former)
    return die(signal, info, context);
  report_before_handler(signal, info, context, former);
  former(signal, info, context); // the compiler makes a jump of it: the handler's caller is who it would have been
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
