// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Who handles fatal signals. Ours is always the kernel's handler, so that each fault is seen; the program's own is
// called by it, and the program is shown what it did itself. The functions that install handlers are weak: a program's
// own definition of one goes first, and a handler that is installed in another way is not seen.
#define _GNU_SOURCE
#include "crash.h"
#include "record_text.h"

#include <errno.h>
#include <pthread.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#define WEAK __attribute__((weak))
#define PUBLIC __attribute__((weak, visibility("default")))
#define SIGNALS 32

// Signals by which a program dies of a fault of its own.
static const int fault_signals[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTRAP, SIGSYS};
enum { fault_signal_count = sizeof fault_signals / sizeof *fault_signals };
_Static_assert(SIGSEGV < SIGNALS && SIGSYS < SIGNALS && SIGTRAP < SIGNALS,
               "fatal signals are none of the real-time ones");

// What the program asked for, where the kernel has ours.
static struct sigaction asked[SIGNALS];

// Sanitizers' own, in older and newer versions; the C library's by other names.
extern int __interceptor_sigaction(int, const struct sigaction *, struct sigaction *) WEAK;
extern int __sigaction(int, const struct sigaction *, struct sigaction *) WEAK;
extern sighandler_t __interceptor_signal(int, sighandler_t) WEAK;
extern sighandler_t ssignal(int, sighandler_t) WEAK;
extern sighandler_t sysv_signal(int, sighandler_t) WEAK;

static bool is_fault(int signal) {
  for (int i = 0; i < fault_signal_count; i++)
    if (fault_signals[i] == signal)
      return true;
  return false;
}

#if defined __x86_64__ || defined __aarch64__
// The kernel's own structure.
struct kernel_action {
  sp_handler *handler;
  uint64_t flags;
  void *restorer; // what a handler returns to
  uint64_t mask;
};

static long change_kernel_action(int signal, const struct kernel_action *now, struct kernel_action *before) {
  return syscall(SYS_rt_sigaction, signal, now, before, sizeof now->mask);
}

#if defined __x86_64__
#define SA_RESTORER 0x04000000
// What a handler returns to, where the C library lends us none: unwinders know these very instructions.
extern void sp_restorer(void) __attribute__((visibility("hidden")));
__asm__(".text\n"
        ".globl sp_restorer\n"
        ".hidden sp_restorer\n"
        ".type sp_restorer, @function\n"
        ".balign 16\n"
        "  nop\n" // unwinders look at the byte before
        "sp_restorer:\n"
        "  .byte 0x48, 0xc7, 0xc0, 0x0f, 0x00, 0x00, 0x00\n" // mov $15, %rax, rt_sigreturn, in just this form
        "  syscall\n"
        ".size sp_restorer, . - sp_restorer\n");
#else
#define SA_RESTORER 0
static void *const sp_restorer = NULL;
#endif

// For a C library that has sigaction() by no other name that we could call.
static int ask_kernel(int signal, const struct sigaction *action, struct sigaction *before) {
  struct kernel_action now = {0}, old = {0};
  if (action) {
    now = (struct kernel_action){.handler = action->sa_sigaction,
                                 .flags = (unsigned)action->sa_flags | SA_RESTORER,
                                 .restorer = (void *)sp_restorer};
    memcpy(&now.mask, &action->sa_mask, sizeof now.mask);
  }
  if (change_kernel_action(signal, action ? &now : NULL, &old) != 0)
    return -1;
  if (before) {
    *before = (struct sigaction){.sa_sigaction = old.handler, .sa_flags = (int)(old.flags & ~(uint64_t)SA_RESTORER)};
    memcpy(&before->sa_mask, &old.mask, sizeof old.mask);
  }
  return 0;
}

static uint64_t find_restorer(void) {
#if defined __x86_64__
  struct kernel_action action = {0};
  for (int i = 0; i < fault_signal_count; i++)
    if (change_kernel_action(fault_signals[i], NULL, &action) == 0 && action.handler == sp_on_fault)
      return (uint64_t)(uintptr_t)action.restorer;
#endif
  return 0;
}

// Sanitizers hide their handlers from sigaction(), and put others of theirs around those that are given to it: what the
// kernel has is found, and ours put before it, where they do not see it. False if there is none.
static bool watch_below_sanitizer(int signal) {
  struct kernel_action action = {0};
  if (!sp_has_sanitizer() || change_kernel_action(signal, NULL, &action) != 0 || !action.handler)
    return false;
  if ((uintptr_t)action.handler != (uintptr_t)SIG_IGN && action.handler != sp_on_fault) {
    asked[signal] = (struct sigaction){.sa_sigaction = action.handler, .sa_flags = (int)action.flags};
    action.handler = sp_on_fault;
    action.flags = (action.flags | SA_SIGINFO) & ~(uint64_t)SA_RESETHAND;
    change_kernel_action(signal, &action, NULL);
  }
  return true;
}
#else
static int ask_kernel(int signal, const struct sigaction *action, struct sigaction *before) {
  (void)signal, (void)action, (void)before;
  errno = ENOSYS;
  return -1;
}

static uint64_t find_restorer(void) { return 0; }

static bool watch_below_sanitizer(int signal) {
  (void)signal;
  return false;
}
#endif

int sp_real_sigaction(int signal, const struct sigaction *action, struct sigaction *before) {
  if (__interceptor_sigaction)
    return __interceptor_sigaction(signal, action, before);
  return __sigaction ? __sigaction(signal, action, before) : ask_kernel(signal, action, before);
}

// Puts ours in the place of what the kernel has now.
static void watch(int signal) {
  struct sigaction action = {.sa_sigaction = sp_on_fault, .sa_flags = SA_SIGINFO | SA_ONSTACK}, now;
  sigemptyset(&action.sa_mask);
  if (watch_below_sanitizer(signal) || sp_real_sigaction(signal, NULL, &now) != 0 || now.sa_handler == SIG_IGN ||
      now.sa_sigaction == sp_on_fault)
    return;
  asked[signal] = now;
  if (now.sa_handler != SIG_DFL) {
    // Its mask and its flags hold for us, and so for it. That it is called once is for us to see to.
    action = now;
    action.sa_sigaction = sp_on_fault;
    action.sa_flags = (now.sa_flags | SA_SIGINFO) & ~SA_RESETHAND;
  }
  sp_real_sigaction(signal, &action, NULL);
}

void sp_watch_faults(void) {
  sp_read_crash_settings();
  for (int i = 0; i < fault_signal_count; i++)
    watch(fault_signals[i]);
  sp_process.restorer = find_restorer();
}

bool sp_has_handler(int signal) { return asked[signal].sa_handler != SIG_DFL; }

sp_handler *sp_take_handler(int signal) {
  sp_handler *handler = __atomic_load_n(&asked[signal].sa_sigaction, __ATOMIC_RELAXED);
  if (!handler)
    return NULL;
  if (asked[signal].sa_flags & (int)SA_RESETHAND)
    asked[signal] = (struct sigaction){.sa_handler = SIG_DFL};
  return handler;
}

void sp_note_unseen_handler(void) {
  struct sigaction now;
  sigset_t blocked;
  if (sp_process.state != SP_READY || sp_process.confined || sp_process.header->pid != getpid() ||
      pthread_sigmask(SIG_SETMASK, NULL, &blocked) != 0)
    return;
  for (int i = 0; i < fault_signal_count; i++) {
    const int signal = fault_signals[i];
    if (sigismember(&blocked, signal) != 1 || sp_real_sigaction(signal, NULL, &now) != 0 ||
        now.sa_sigaction == sp_on_fault || now.sa_handler == SIG_DFL || now.sa_handler == SIG_IGN || sp_has_sanitizer())
      continue;
    char number[24];
    struct sp_text_out out = {number, number + sizeof number - 1};
    sp_text_number(&out, (uint64_t)signal, 1);
    *out.at = '\0';
    sp_note(
        "the process exits while this signal is blocked, as in its handler, which sourceprint did not see installed; "
        "whether there was such a fault is not known",
        number);
    return;
  }
}

// Whether the kernel's handlers are this process's, and ours among them. A child that shares the memory, by vfork or
// clone, has handlers of its own.
static bool is_watching(int signal) {
  return is_fault(signal) && sp_process.state == SP_READY &&
         (sp_process.confined || sp_process.header->pid == getpid());
}

PUBLIC int sigaction(int signal, const struct sigaction *action, struct sigaction *before) {
  const bool is_ours = is_fault(signal);
  const struct sigaction known = is_ours ? asked[signal] : (struct sigaction){0};
  const int result = sp_real_sigaction(signal, action, before);
  if (result != 0 || !is_ours)
    return result;
  if (before && before->sa_sigaction == sp_on_fault)
    *before = known;
  if (action && is_watching(signal))
    watch(signal);
  return 0;
}

typedef sighandler_t installer(int signal, sighandler_t handler);

// real: the C library's function; NULL: it has none by a name that we could call, and flags say what that would ask
// for.
static sighandler_t install(installer *real, int flags, int number, sighandler_t handler) {
  if (!real) {
    struct sigaction action = {.sa_handler = handler, .sa_flags = flags}, before;
    sigemptyset(&action.sa_mask);
    return sigaction(number, &action, &before) == 0 ? before.sa_handler : SIG_ERR;
  }
  const bool is_ours = is_fault(number);
  const sighandler_t known = is_ours ? asked[number].sa_handler : SIG_DFL;
  const sighandler_t before = real(number, handler);
  if (before == SIG_ERR || !is_ours)
    return before;
  if (is_watching(number))
    watch(number);
  return before == (sighandler_t)(uintptr_t)sp_on_fault ? known : before;
}

PUBLIC sighandler_t signal(int number, sighandler_t handler) {
  return install(__interceptor_signal ? __interceptor_signal : ssignal, SA_RESTART, number, handler);
}

// What signal() is to a program that asks for nothing but the C standard.
PUBLIC sighandler_t __sysv_signal(int number, sighandler_t handler) {
  return install(sysv_signal, (int)SA_RESETHAND | SA_NODEFER, number, handler);
}
