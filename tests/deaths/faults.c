// Ends by a fault of the program's own, or by a signal.
#define _GNU_SOURCE
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "cases.h"

static int *volatile nowhere = NULL;
static volatile int zero = 0;

/// segv: SIGSEGV
///   SIGSEGV: crashed @segv
static int segv(void) {
  *nowhere = 1; // @segv
  return 0;
}

static void *fault(void *unused) {
  (void)unused;
  pthread_setname_np(pthread_self(), "second");
  *nowhere = 2; // @fault
  return NULL;
}

static int in_thread(void *(*function)(void *)) {
  pthread_t thread;
  if (pthread_create(&thread, NULL, function, NULL) != 0) // @create
    return 97;
  pthread_join(thread, NULL); // @join
  return 0;
}

/// segv_in_thread: SIGSEGV
///   SIGSEGV: second crashed @fault, stopped @create|@join
static int segv_in_thread(void) { return in_thread(fault); }

/// bus: SIGBUS
///   SIGBUS: crashed @bus
static int bus(void) {
  int file = memfd_create("short", 0);
  if (ftruncate(file, 4096) != 0)
    return 97;
  char *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  if (page == MAP_FAILED || ftruncate(file, 0) != 0)
    return 97;
  page[1] = 'x'; // @bus
  return 0;
}

/// fpe: SIGFPE
///   SIGFPE: crashed @fpe
static int fpe(void) {
  return 100 / zero; // @fpe
}

/// ill: SIGILL
///   SIGILL: crashed @ill
static int ill(void) {
#if defined __x86_64__
  __asm__ volatile("ud2"); // @ill
#else
  raise(SIGILL);
#endif
  return 0;
}

/// abrt: SIGABRT
///   SIGABRT: crashed @abrt
static int abrt(void) {
  abort(); // @abrt
}

/// trap: SIGTRAP
///   SIGTRAP: crashed @trap
static int trap(void) {
  __builtin_debugtrap(); // @trap
  return 0;
}

/// sys: SIGSYS
///   SIGSYS: crashed @sys
static int sys(void) {
  struct sock_filter code[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_sethostname, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRAP),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  struct sock_fprog filter = {.len = sizeof code / sizeof *code, .filter = code};
  prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) != 0)
    return 97;
  syscall(SYS_sethostname, "x", -1L); // @sys
  return 0;
}

static int overflow(int depth) {
  volatile char room[4096];
  room[0] = (char)depth;                // @store
  return overflow(depth + 1) + room[0]; // @deeper
}

/// stack_overflow: SIGSEGV
///   SIGSEGV: crashed @store|@deeper
static int stack_overflow(void) { return overflow(0); }

static void *overflow_there(void *unused) {
  (void)unused;
  return (void *)(long)overflow(0);
}

/// stack_overflow_in_thread: SIGSEGV
///   SIGSEGV: crashed @store|@deeper, stopped @create|@join
static int stack_overflow_in_thread(void) { return in_thread(overflow_there); }

/// sigkill: SIGKILL
///   silent: stopped @sigkill
static int sigkill(void) {
  kill(getpid(), SIGKILL); // @sigkill
  return 0;
}

/// sigterm: SIGTERM
///   silent: stopped @sigterm
static int sigterm(void) {
  raise(SIGTERM); // @sigterm
  return 0;
}

/// sent_segv: SIGSEGV
///   SIGSEGV: crashed @sent
static int sent_segv(void) {
  kill(getpid(), SIGSEGV); // @sent
  return 0;
}

static sigjmp_buf back;

static void jump(int number) { siglongjmp(back, number); }

static void *fault_again(void *unused) {
  (void)unused;
  *nowhere = 3; // @again
  return NULL;
}

// The program recovers, and later dies of the next fault.
static int recover(struct sigaction *before) {
  struct sigaction action = {.sa_handler = jump};
  int number = sigsetjmp(back, 1);
  if (number == 0) {
    sigaction(SIGSEGV, &action, before);
    *nowhere = 1;
  }
  printf("recovered from %d\n", number);
  return 0;
}

/// recovered: SIGSEGV
///   SIGSEGV: crashed @again, stopped @create|@join
static int recovered(void) {
  struct sigaction before;
  recover(&before);
  sigaction(SIGSEGV, &before, NULL);
  return in_thread(fault_again);
}

// Ours is put in the place of the default.
/// reset: SIGSEGV
///   SIGSEGV: crashed @again, stopped @create|@join
static int reset(void) {
  recover(NULL);
  signal(SIGSEGV, SIG_DFL);
  return in_thread(fault_again);
}

static void give_up(int number) {
  static const char words[] = "given up\n";
  if (write(1, words, sizeof words - 1) > 0)
    _exit(number + 1);
}

/// own_handler: exit 12
///   called exit(12): faulted @handled
static int own_handler(void) {
  signal(SIGSEGV, give_up);
  *nowhere = 1; // @handled
  return 0;
}

static struct sigaction before;

static void pass_on(int number) {
  sigaction(number, &before, NULL); // and then the instruction faults again
}

/// passed_on: SIGBUS
///   SIGBUS: crashed @bus
static int passed_on(void) {
  struct sigaction action = {.sa_handler = pass_on};
  sigaction(SIGBUS, &action, &before);
  return bus();
}

static void call_before(int number, siginfo_t *info, void *context) {
  if (before.sa_flags & SA_SIGINFO)
    before.sa_sigaction(number, info, context);
  else
    signal(number, SIG_DFL);
}

/// chained: SIGBUS
///   SIGBUS: crashed @bus
static int chained(void) {
  struct sigaction action = {.sa_sigaction = call_before, .sa_flags = SA_SIGINFO};
  sigaction(SIGBUS, &action, &before);
  return bus();
}

__attribute__((no_instrument_function)) static void *fault_unrecorded(void *unused) {
  *nowhere = 4;
  return unused;
}

/// fault_in_unrecorded_thread: SIGSEGV
///   SIGSEGV: stopped @create|@join
static int fault_in_unrecorded_thread(void) { return in_thread(fault_unrecorded); }

/// ignored: exit 5
///   exit 5: ended @main
static int ignored(void) {
  signal(SIGFPE, SIG_IGN);
  raise(SIGFPE);
  return 5;
}

// A blocked fault kills all the same; no handler runs.
/// blocked: SIGSEGV
///   silent: stopped @blocked
static int blocked(void) {
  sigset_t set;
  sigfillset(&set);
  sigprocmask(SIG_BLOCK, &set, NULL);
  *nowhere = 1; // @blocked
  return 0;
}

static void fault_late(void) {
  *nowhere = 1; // @late
}

/// fault_at_exit: SIGSEGV
///   SIGSEGV: crashed @late
static int fault_at_exit(void) {
  atexit(fault_late);
  return 3;
}

int main(int argc, char **argv) {
  static const struct test_case cases[] = {
      {"segv", segv},
      {"segv_in_thread", segv_in_thread},
      {"bus", bus},
      {"fpe", fpe},
      {"ill", ill},
      {"abrt", abrt},
      {"trap", trap},
      {"sys", sys},
      {"stack_overflow", stack_overflow},
      {"stack_overflow_in_thread", stack_overflow_in_thread},
      {"sigkill", sigkill},
      {"sigterm", sigterm},
      {"sent_segv", sent_segv},
      {"recovered", recovered},
      {"reset", reset},
      {"own_handler", own_handler},
      {"passed_on", passed_on},
      {"chained", chained},
      {"fault_in_unrecorded_thread", fault_in_unrecorded_thread},
      {"ignored", ignored},
      {"blocked", blocked},
      {"fault_at_exit", fault_at_exit},
      {0},
  };
  return run_case(cases, argc, argv);
}
