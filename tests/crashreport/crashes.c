// Dies of many things. check_snapshots.py says what the comments with three slashes mean.
#define _GNU_SOURCE
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
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
///   way @fork|@wait|@pause
static int sent_by_other(void) {
  pid_t self = getpid();
  if (fork() == 0) { // @fork
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

static void fault_in_handler(int number) { // @handler
  *nowhere = number;                       // of handlers only the beginning is recorded
}

/// in_handler: SIGSEGV
///   title SIGSEGV (no memory there) at address 0x0
///   way @handler
static int in_handler(void) {
  signal(SIGUSR1, fault_in_handler);
  raise(SIGUSR1);
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
      {0},
  };
  return run_case(cases, argc, argv);
}
