// A handler is there before the first recorded statement, as of a library's constructor. What it sees and what becomes
// of the process is as in the plain build. check_snapshots.py says what the comments with three slashes mean.
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <ucontext.h>
#include <unistd.h>

#include "cases.h"

#define UNRECORDED __attribute__((no_instrument_function))

static int *volatile nowhere = NULL;
static char *volatile page;
static sigjmp_buf back;
static unsigned faults;
static char stack[65536];

UNRECORDED static void say(const char *what, long value) {
  char line[128];
  int bytes = snprintf(line, sizeof line, "%s %ld\n", what, value);
  if (write(1, line, (size_t)bytes) != bytes)
    abort();
}

// All that a handler can see. The distance tells whether there is another function's frame between it and the kernel's.
UNRECORDED static void look(int signal, const siginfo_t *info, const void *context) {
  const ucontext_t *interrupted = context;
  const char *here = __builtin_frame_address(0);
  sigset_t mask;
  stack_t now;
  sigprocmask(SIG_BLOCK, NULL, &mask);
  sigaltstack(NULL, &now);
  say("signal", signal);
  say("errno", errno);
  for (int i = 1; i < 32; i++)
    if (sigismember(&mask, i) == 1)
      say("blocked", i);
  say("on the signal stack", here >= stack && here < stack + sizeof stack);
  if (!info)
    return;
  say("code", info->si_code);
  if (info->si_code > 0 && page)
    say("address", (char *)info->si_addr == page + 16 ? 16 : info->si_addr == NULL ? 0 : -1);
  say("blocked before", sigismember(&interrupted->uc_sigmask, SIGUSR2));
}

UNRECORDED static __attribute__((noinline)) void look_and_return(int signal, siginfo_t *info, void *context) {
  say("distance", (const char *)context - (const char *)__builtin_frame_address(0));
  look(signal, info, context);
}

UNRECORDED static void look_and_repair(int signal, siginfo_t *info, void *context) {
  (void)context;
  if (__atomic_fetch_add(&faults, 1, __ATOMIC_RELAXED) == 0)
    look(signal, info, context);
  errno = 77;
  mprotect(page, 4096, PROT_READ | PROT_WRITE);
}

UNRECORDED static void look_and_jump(int signal, siginfo_t *info, void *context) {
  if (__atomic_fetch_add(&faults, 1, __ATOMIC_RELAXED) == 0)
    look(signal, info, context);
  siglongjmp(back, 1);
}

UNRECORDED static void look_and_exit(int signal, siginfo_t *info, void *context) {
  look(signal, info, context);
  _exit(42);
}

UNRECORDED static void give_up(int number) {
  look(number, NULL, NULL);
  signal(number, SIG_DFL);
  raise(number);
}

UNRECORDED static void fault_again(int signal, siginfo_t *info, void *context) {
  look(signal, info, context);
  if (faults++ < 2)
    *nowhere = 1;
  _exit(43);
}

static const struct before {
  const char *name;
  int signal;
  struct sigaction action;
} handlers[] = {
    {"return", SIGABRT, {.sa_sigaction = look_and_return, .sa_flags = SA_SIGINFO}},
    {"repair", SIGSEGV, {.sa_sigaction = look_and_repair, .sa_flags = SA_SIGINFO | SA_RESTART}},
    {"jump", SIGSEGV, {.sa_sigaction = look_and_jump, .sa_flags = SA_SIGINFO | SA_ONSTACK}},
    {"exit", SIGSEGV, {.sa_sigaction = look_and_exit, .sa_flags = SA_SIGINFO}},
    {"give_up", SIGSEGV, {.sa_handler = give_up}},
    {"reset", SIGSEGV, {.sa_sigaction = fault_again, .sa_flags = SA_SIGINFO | (int)SA_RESETHAND}},
    {"nodefer", SIGSEGV, {.sa_sigaction = fault_again, .sa_flags = SA_SIGINFO | SA_NODEFER}},
    {"ignore", SIGABRT, {.sa_handler = SIG_IGN}},
};

// Before anything is recorded.
UNRECORDED __attribute__((constructor)) static void install(void) {
  const char *name = getenv("BEFORE");
  stack_t alternate = {.ss_sp = stack, .ss_size = sizeof stack};
  page = mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  for (size_t i = 0; name && i < sizeof handlers / sizeof *handlers; i++)
    if (strcmp(name, handlers[i].name) == 0) {
      struct sigaction action = handlers[i].action;
      sigaddset(&action.sa_mask, SIGUSR1);
      sigaction(handlers[i].signal, &action, NULL);
      if (action.sa_flags & SA_ONSTACK)
        sigaltstack(&alternate, NULL);
    }
}

/// aborts BEFORE=return: SIGABRT
///   title SIGABRT (abort(), or sent by the process itself), which goes on to the program's handler
///   way @aborts
static int aborts(void) {
  errno = 55;
  abort(); // @aborts
}

/// sent BEFORE=return: exit 0
///   title SIGABRT (abort(), or sent by the process itself), which goes on to the program's handler
///   way @sent
///   ends exit 0
static int sent(void) {
  raise(SIGABRT); // @sent
  return 0;
}

/// repaired BEFORE=repair: exit 0
///   title SIGSEGV (access not permitted) at address 0x
///   way @repaired
///   ends exit 0
static int repaired(void) {
  errno = 55;
  page[16] = 1; // @repaired
  say("errno is", errno);
  return page[16] - 1;
}

// So many that a snapshot for each would take a second.
/// often BEFORE=repair: exit 0
///   title SIGSEGV (access not permitted) at address 0x
///   has , which goes on to the program's handler
///   ends exit 0
static int often(void) {
  for (int i = 0; i < 20000; i++) {
    page[16] = 1;
    mprotect(page, 4096, PROT_READ);
  }
  say("faults", faults);
  return 0;
}

// Threads that fault at once, each repaired.
static void *store_often(void *unused) {
  for (int i = 0; i < 2000; i++)
    page[16] = 1;
  return unused;
}

/// in_threads BEFORE=repair: exit 0
///   title SIGSEGV (access not permitted) at address 0x
///   ends exit 0
static int in_threads(void) {
  pthread_t threads[4];
  for (int i = 0; i < 4; i++)
    if (pthread_create(&threads[i], NULL, store_often, NULL) != 0)
      return 97;
  while (__atomic_load_n(&faults, __ATOMIC_RELAXED) == 0)
    usleep(1000);
  for (int i = 0; i < 500; i++)
    mprotect(page, 4096, i % 2 ? PROT_READ | PROT_WRITE : PROT_READ);
  for (int i = 0; i < 4; i++)
    pthread_join(threads[i], NULL);
  return 0;
}

/// jumped BEFORE=jump: exit 0
///   title SIGSEGV (access not permitted) at address 0x
///   way @jumped
///   ends exit 0
static int jumped(void) {
  if (sigsetjmp(back, 1) == 0)
    page[16] = 1; // @jumped
  say("faults", faults);
  return 0;
}

static int overflow(int depth) {
  volatile char room[4096];
  room[0] = (char)depth;                // @store
  return overflow(depth + 1) + room[0]; // @deeper
}

// No system call is made then that the program does not make.
/// confined BEFORE=repair: exit 0
///   nothing
///   ends exit 0
static int confined(void) {
  prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  page[16] = 1;
  return page[16] - 1;
}

/// overflow_jumped BEFORE=jump: exit 0
///   way @store|@deeper
///   ends exit 0
static int overflow_jumped(void) {
  volatile int depth = 0;
  page = NULL; // the address is another one each time
  if (sigsetjmp(back, 1) == 0)
    depth = overflow(0);
  say("faults", faults);
  return depth;
}

// No handler can run without room for its frame.
/// overflow_repaired BEFORE=repair: SIGSEGV
///   nothing
static int overflow_repaired(void) { return overflow(0); }

/// exits BEFORE=exit: exit 42
///   title SIGSEGV (access not permitted) at address 0x
///   way @exits
///   ends which called exit(42)
static int exits(void) {
  page[16] = 1; // @exits
  return 0;
}

/// gives_up BEFORE=give_up: SIGSEGV
///   title SIGSEGV (access not permitted) at address 0x
///   way @gives_up
static int gives_up(void) {
  page[16] = 1; // @gives_up
  return 0;
}

/// resets BEFORE=reset: SIGSEGV
///   title SIGSEGV (access not permitted) at address 0x
///   way @resets
static int resets(void) {
  page[16] = 1; // @resets
  return 0;
}

/// nests BEFORE=nodefer: exit 43
///   title SIGSEGV
///   way @nests
///   ends which called exit(43)
static int nests(void) {
  page[16] = 1; // @nests
  return 0;
}

/// ignores BEFORE=ignore: exit 3
///   nothing
static int ignores(void) {
  raise(SIGABRT);
  return 3;
}

// Nothing is put before a handler that was there.
/// off BEFORE=return SOURCEPRINT_CRASH_REPORT=off: SIGABRT
///   nothing
static int off(void) { abort(); }

// So is one that comes later.
/// replaced BEFORE=repair: exit 42
///   title SIGSEGV (access not permitted) at address 0x
///   way @replaced
///   ends which called exit(42)
static int replaced(void) {
  struct sigaction action = {.sa_sigaction = look_and_exit, .sa_flags = SA_SIGINFO};
  sigaction(SIGSEGV, &action, NULL);
  page[16] = 1; // @replaced
  return 0;
}

int main(int argc, char **argv) {
  static const struct test_case cases[] = {
      {"aborts", aborts},
      {"sent", sent},
      {"repaired", repaired},
      {"often", often},
      {"in_threads", in_threads},
      {"jumped", jumped},
      {"confined", confined},
      {"overflow_jumped", overflow_jumped},
      {"overflow_repaired", overflow_repaired},
      {"exits", exits},
      {"gives_up", gives_up},
      {"resets", resets},
      {"nests", nests},
      {"ignores", ignores},
      {"off", off},
      {"replaced", replaced},
      {0},
  };
  return run_case(cases, argc, argv);
}
