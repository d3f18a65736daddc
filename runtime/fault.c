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

// Signals by which a program dies of a fault of its own.
static const int fault_signals[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTRAP, SIGSYS};
enum { fault_signal_count = sizeof fault_signals / sizeof *fault_signals };

// The handlers that were there, by signal.
typedef void handler(int signal, siginfo_t *info, void *context);
static handler *former_handlers[32];
_Static_assert(SIGSEGV < 32 && SIGSYS < 32 && SIGTRAP < 32, "fatal signals are none of the real-time ones");

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

static uint64_t stack_pointer(const void *context) {
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
  if (sigaction(signal, NULL, &now) == 0 && !(now.sa_flags & SA_SIGINFO) && now.sa_sigaction == sp_on_fault)
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
  struct sp_crash crash = {.signal = signal, .has_handler = former_handlers[signal]};
  if (is_known) {
    crash.info = info;
    crash.stack_pointer = stack_pointer(context);
  }
  if (crash.has_handler)
    sp_sanitizer_takes(&crash);
  if (!is_known || has_room(context))
    sp_report_crash(&crash);
}

struct death {
  int signal;
  const siginfo_t *info;
  uint64_t pc;
  uint64_t sp;
};

static void note_death(const void *argument) {
  const struct death *death = argument;
  sp_note_end(SP_END_SIGNALED, death->signal, death->info, death->pc, death->sp);
}

// Apart from what calls it, so that this leaves nothing on the stack that the former handler runs on.
static __attribute__((noinline)) void report_before_handler(int signal, siginfo_t *info, void *context) {
  const int kept = errno;
  if (sp_has_sanitizer() || sp_may_report_before_handler())
    report(signal, info, context, has_arguments(signal, info, context));
  errno = kept;
}

static __attribute__((noinline)) void die(int signal, siginfo_t *info, void *context) {
  const int kept = errno;
  const bool is_known = has_arguments(signal, info, context);
  const struct death death = {signal, is_known ? info : NULL, is_known ? program_counter(context) : 0,
                              is_known ? stack_pointer(context) : 0};
  if (sp_process.confined)
    note_death(&death);
  else
    sp_run_guarded(note_death, &death);
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
    sigaction(signal, &action, NULL);
    syscall(SYS_tgkill, getpid(), syscall(SYS_gettid), signal);
  }
  errno = kept;
}

void sp_on_fault(int signal, siginfo_t *info, void *context) {
  sp_leave_guarded();
  handler *former = former_handlers[signal];
  if (!former)
    return die(signal, info, context);
  report_before_handler(signal, info, context);
  former(signal, info, context); // the compiler makes a jump of it: the handler's caller is who it would have been
}

#if defined __x86_64__ || defined __aarch64__
// The kernel's own structure.
struct kernel_action {
  handler *handler;
  uint64_t flags;
  void *restorer; // what a handler returns to
  uint64_t mask;
};

static long change_kernel_action(int signal, const struct kernel_action *now, struct kernel_action *before) {
  return syscall(SYS_rt_sigaction, signal, now, before, sizeof now->mask);
}

// Sanitizers hide their handlers from sigaction(), and put others of theirs around those that are given to it: what the
// kernel has is found, and ours put before it, where they do not see it. False if there is none.
static bool watch_below_sanitizer(int signal, bool is_chaining) {
  struct kernel_action action = {0};
  if (!sp_has_sanitizer() || change_kernel_action(signal, NULL, &action) != 0 || !action.handler)
    return false;
  if (is_chaining && (uintptr_t)action.handler != (uintptr_t)SIG_IGN) {
    former_handlers[signal] = action.handler;
    action.handler = sp_on_fault;
    action.flags |= SA_SIGINFO;
    change_kernel_action(signal, &action, NULL);
  }
  return true;
}
#else
static bool watch_below_sanitizer(int signal, bool is_chaining) {
  (void)signal, (void)is_chaining;
  return false;
}
#endif

static void watch(int signal, bool is_chaining) {
  struct sigaction action = {.sa_sigaction = sp_on_fault, .sa_flags = SA_SIGINFO | SA_ONSTACK}, before;
  sigemptyset(&action.sa_mask);
  if (watch_below_sanitizer(signal, is_chaining) || sigaction(signal, NULL, &before) != 0 ||
      before.sa_handler == SIG_IGN || (before.sa_handler != SIG_DFL && !is_chaining))
    return;
  if (before.sa_handler != SIG_DFL) {
    // Its mask and its flags hold for us, and so for it.
    former_handlers[signal] = before.sa_sigaction;
    action = before;
    action.sa_sigaction = sp_on_fault;
    action.sa_flags |= SA_SIGINFO;
  }
  sigaction(signal, &action, NULL);
}

void sp_watch_faults(void) {
  const bool is_chaining = sp_read_crash_settings();
  for (int i = 0; i < fault_signal_count; i++)
    watch(fault_signals[i], is_chaining);
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
