// Dies in many ways. check_snapshots.py says what the comments with three slashes mean.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/seccomp.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "cases.h"

static int *volatile nowhere = NULL;
static volatile int zero = 0;

#define STORE(place, value) *(place) = (value)

/// segv: SIGSEGV
///   title SIGSEGV (no memory there) at address 0x0
///   way @first @second @if @segv
///   alone
static int segv(void) {
  int number = zero;    // @first
  number = number + 40; // @second
  if (number == 40)     // @if
    *nowhere = number;  // @segv
  return 0;
}

/// macro: SIGSEGV
///   title SIGSEGV (no memory there) at address 0x0
///   way @macro
///   has in macro (macro expansion, crashes.c:
static int macro(void) {
  STORE(nowhere, 1); // @macro
  return 0;
}

/// denied: SIGSEGV
///   title SIGSEGV (access not permitted) at address 0x
///   way @denied
static int denied(void) {
  char *page = mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  page[0] = 1; // @denied
  return 0;
}

/// bus: SIGBUS
///   title SIGBUS (nothing behind the address, as past the end of a mapped file) at address 0x
///   way @bus
static int bus(void) {
  int file = memfd_create("short", 0);
  char *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  page[1] = 'x'; // @bus
  return 0;
}

/// fpe: SIGFPE
///   title SIGFPE (integer division by zero) at address 0x
///   way @fpe
static int fpe(void) {
  return 100 / zero; // @fpe
}

/// ill: SIGILL
///   title SIGILL
///   way @ill
static int ill(void) {
  __builtin_trap(); // @ill
}

/// trap: SIGTRAP
///   title SIGTRAP
///   way @trap
static int trap(void) {
  __builtin_debugtrap(); // @trap
  return 0;
}

/// abrt: SIGABRT
///   title SIGABRT (abort(), or sent by the process itself)
///   way @abrt
static int abrt(void) {
  abort(); // @abrt
}

/// sent: SIGSEGV
///   title SIGSEGV (sent by the process itself)
///   way @sent
static int sent(void) {
  kill(getpid(), SIGSEGV); // @sent
  return 0;
}

/// sent_by_other: SIGBUS
///   title SIGBUS (sent by process
///   way @wait|@pause
static int sent_by_other(void) {
  pid_t self = getpid();
  if (fork() == 0) {
    kill(self, SIGBUS);
    _exit(0);
  }
  for (;;)   // @wait
    pause(); // @pause
}

static int overflow(int depth) {
  volatile char room[4096];
  room[0] = (char)depth;                // @store
  return overflow(depth + 1) + room[0]; // @deeper
}

/// stack_overflow: SIGSEGV
///   title SIGSEGV (stack overflow:
///   way @store|@deeper
static int stack_overflow(void) { return overflow(0); }

static void *overflow_there(void *unused) {
  (void)unused;
  return (void *)(long)overflow(0);
}

static int in_thread(void *(*function)(void *)) {
  pthread_t thread;
  if (pthread_create(&thread, NULL, function, NULL) != 0) // @create
    return 97;
  pthread_join(thread, NULL); // @join
  return 0;
}

/// stack_overflow_in_thread: SIGSEGV
///   title SIGSEGV (stack overflow:
///   way @store|@deeper
///   other @create|@join
static int stack_overflow_in_thread(void) { return in_thread(overflow_there); }

static void fault_in_handler(int number) {
  *nowhere = number; // not recorded, as handlers are not
}

/// in_handler: SIGSEGV
///   title SIGSEGV (no memory there) at address 0x0
///   way @raise
static int in_handler(void) {
  signal(SIGUSR1, fault_in_handler);
  raise(SIGUSR1); // @raise
  return 0;
}

static pthread_barrier_t barrier;

static void *fault_together(void *unused) {
  pthread_barrier_wait(&barrier);
  *nowhere = 1; // @together
  return unused;
}

/// together: SIGSEGV
///   title SIGSEGV (no memory there) at address 0x0
///   way @together
static int together(void) {
  pthread_t threads[8];
  pthread_barrier_init(&barrier, NULL, 8);
  for (int i = 0; i < 8; i++)
    if (pthread_create(&threads[i], NULL, fault_together, NULL) != 0)
      return 97;
  for (int i = 0; i < 8; i++)
    pthread_join(threads[i], NULL);
  return 0;
}

static void *fault_named(void *unused) {
  pthread_setname_np(pthread_self(), "worker");
  *nowhere = 2; // @named
  return unused;
}

/// named: SIGSEGV
///   title SIGSEGV (no memory there) at address 0x0
///   way @named
///   has "worker" of
///   other @create|@join
static int named(void) { return in_thread(fault_named); }

static void *wait_forever(void *unused) {
  pthread_barrier_wait(&barrier);
  for (;;)   // @forever
    pause(); // @paused
  return unused;
}

/// thousand SOURCEPRINT_RING_BYTES=32768: SIGABRT
///   title SIGABRT
///   way @thousand
///   has   left out: 980 threads
static int thousand(void) {
  pthread_attr_t attributes;
  pthread_t thread;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, 65536);
  pthread_barrier_init(&barrier, NULL, 1001);
  for (int i = 0; i < 1000; i++)
    if (pthread_create(&thread, &attributes, wait_forever, NULL) != 0)
      return 97;
  pthread_barrier_wait(&barrier);
  abort(); // @thousand
}

__attribute__((no_instrument_function)) static void *fault_unrecorded(void *unused) {
  *nowhere = 4;
  return unused;
}

/// unrecorded: SIGSEGV
///   title SIGSEGV (no memory there) at address 0x0
///   has nothing of this thread is recorded
///   other @create|@join
static int unrecorded(void) { return in_thread(fault_unrecorded); }

/// forked: exit 0
///   title SIGSEGV (no memory there) at address 0x0
///   way @child
static int forked(void) {
  pid_t pid = fork();
  if (pid == 0)
    *nowhere = 1; // @child
  return tell(pid);
}

/// text SOURCEPRINT_SINK=text: SIGSEGV
///   title SIGSEGV (no memory there) at address 0x0
///   way @first @second @if @segv
static int text(void) { return segv(); }

/// two_lines SOURCEPRINT_CRASH_LINES=2: SIGSEGV
///   title SIGSEGV (no memory there) at address 0x0
///   way @if @segv
///   lacks number = zero
static int two_lines(void) { return segv(); }

/// switched_off SOURCEPRINT_CRASH_REPORT=off: SIGSEGV
///   nothing
static int switched_off(void) { return segv(); }

/// confined: SIGSEGV
///   nothing
static int confined(void) {
  prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  *nowhere = 1;
  return 0;
}

/// strict: SIGKILL
///   nothing
static int strict(void) {
  fflush(stdout);
  prctl(PR_SET_SECCOMP, SECCOMP_MODE_STRICT);
  getppid();
  return 0;
}

// One system call too many would be SIGKILL.
/// strict_fault: SIGSEGV
///   nothing
static int strict_fault(void) {
  fflush(stdout);
  prctl(PR_SET_SECCOMP, SECCOMP_MODE_STRICT);
  *nowhere = 1;
  return 0;
}

/// own_stack: SIGSEGV
///   any
static int own_stack(void) {
  static char small[8192];
  stack_t own = {.ss_sp = small, .ss_size = sizeof small};
  sigaltstack(&own, NULL);
  return overflow(0);
}

static int limit(int resource, rlim_t most) {
  struct rlimit limit = {most, most};
  return setrlimit(resource, &limit);
}

/// file_limit: SIGSEGV
///   nothing
static int file_limit(void) {
  limit(RLIMIT_FSIZE, 10);
  *nowhere = 1;
  return 0;
}

/// descriptor_limit: SIGSEGV
///   nothing
static int descriptor_limit(void) {
  limit(RLIMIT_NOFILE, 0);
  *nowhere = 1;
  return 0;
}

static void pass_on(int number) { signal(number, SIG_DFL); }

// What is put back so has no SA_SIGINFO any more.
/// restored: SIGSEGV
///   title SIGSEGV
///   way @restored
static int restored(void) {
  void (*before)(int) = signal(SIGSEGV, pass_on);
  signal(SIGSEGV, before);
  *nowhere = 1; // @restored
  return 0;
}

static struct sigaction before;

static void call_without_arguments(int number) {
  if (before.sa_handler == SIG_DFL)
    signal(number, SIG_DFL);
  else
    before.sa_handler(number);
}

/// called: SIGSEGV
///   title SIGSEGV
///   way @called
static int called(void) {
  struct sigaction action = {.sa_handler = call_without_arguments};
  sigaction(SIGSEGV, &action, &before);
  *nowhere = 1; // @called
  return 0;
}

// The runtime's memory is gone: its snapshot faults, and the process dies as it was about to.
/// damaged: SIGABRT
///   any
__attribute__((no_instrument_function)) static int damaged(void) {
  char line[4096];
  FILE *maps = fopen("/proc/self/maps", "r");
  while (maps && fgets(line, sizeof line, maps)) {
    unsigned long from, to;
    if (strstr(line, "/run.sp") && sscanf(line, "%lx-%lx", &from, &to) == 2)
      munmap((void *)from, to - from);
  }
  abort();
}

/// closed: SIGABRT
///   title SIGABRT
///   way @closed
///   has (of a module that is not loaded any more)
static int closed(void) {
  char path[4096];
  snprintf(path, sizeof path, "%s.so", own_path);
  void *library = dlopen(path, RTLD_NOW);
  int (*number)(void) = library ? (int (*)(void))dlsym(library, "number") : NULL;
  if (!number || number() != 1)
    return 96;
  dlclose(library);
  abort(); // @closed
}

/// full FILL=$RUNS/filler MOUNT=size=400k SOURCEPRINT_RING_BYTES=32768: SIGSEGV
///   nothing
static int full(void) {
  static char block[4096];
  int file = open(getenv("FILL"), O_WRONLY | O_CREAT, 0600);
  while (file >= 0 && write(file, block, sizeof block) > 0)
    continue;
  *nowhere = 1;
  return 0;
}

int main(int argc, char **argv) {
  static const struct test_case cases[] = {
      {"segv", segv},
      {"macro", macro},
      {"denied", denied},
      {"bus", bus},
      {"fpe", fpe},
      {"ill", ill},
      {"trap", trap},
      {"abrt", abrt},
      {"sent", sent},
      {"sent_by_other", sent_by_other},
      {"stack_overflow", stack_overflow},
      {"stack_overflow_in_thread", stack_overflow_in_thread},
      {"in_handler", in_handler},
      {"together", together},
      {"named", named},
      {"thousand", thousand},
      {"unrecorded", unrecorded},
      {"forked", forked},
      {"text", text},
      {"two_lines", two_lines},
      {"switched_off", switched_off},
      {"confined", confined},
      {"strict", strict},
      {"strict_fault", strict_fault},
      {"own_stack", own_stack},
      {"file_limit", file_limit},
      {"descriptor_limit", descriptor_limit},
      {"restored", restored},
      {"called", called},
      {"damaged", damaged},
      {"closed", closed},
      {"full", full},
      {0},
  };
  return run_case(cases, argc, argv);
}
