// Dies where there can be no snapshot, or hardly one. check_snapshots.py says what the comments with three slashes
// mean.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "cases.h"

static int *volatile nowhere = NULL;

/// switched_off SOURCEPRINT_CRASH_REPORT=off: SIGSEGV
///   nothing
static int switched_off(void) {
  *nowhere = 1;
  return 0;
}

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

static int overflow(int depth) {
  volatile char room[4096];
  room[0] = (char)depth;
  return overflow(depth + 1) + room[0];
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

static void call_without_arguments(int number) { // @handler
  if (before.sa_handler == SIG_DFL)
    signal(number, SIG_DFL);
  else
    before.sa_handler(number);
}

/// called: SIGSEGV
///   title SIGSEGV
///   way @handler
static int called(void) {
  struct sigaction action = {.sa_handler = call_without_arguments};
  sigaction(SIGSEGV, &action, &before);
  *nowhere = 1;
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
