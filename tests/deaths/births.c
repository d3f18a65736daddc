// Processes and threads that are made in all ways, and code that comes and goes.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

#include "cases.h"

extern char **environ;
static volatile int stop;
static int *volatile nowhere = NULL;

/// returned: exit 7
///   exit 7: ended @main
static int returned(void) { return 7; }

static int leave(int status) {
  return status; // @leave
}

/// forked: exit 0
///   exit 0: ended @main
///   exit 3: ended @child_exit
static int forked(void) {
  fflush(stdout);
  pid_t pid = fork();
  if (pid == 0) {
    int status = leave(3);
    exit(status); // @child_exit
  }
  return tell(pid);
}

/// fork_faults: exit 0
///   exit 0: ended @main
///   SIGSEGV: crashed @child_fault
static int fork_faults(void) {
  fflush(stdout);
  pid_t pid = fork();
  if (pid == 0)
    *nowhere = 1; // @child_fault
  return tell(pid);
}

/// vforked: exit 0
///   exit 0: ended @main
static int vforked(void) {
  fflush(stdout);
  pid_t pid = vfork();
  if (pid == 0)
    _exit(3);
  return tell(pid);
}

// The child's end is not the parent's, which has no time to note one.
/// vforked_then_killed: SIGKILL
///   silent: stopped @kill
static int vforked_then_killed(void) {
  vforked();
  fflush(stdout);
  kill(getpid(), SIGKILL); // @kill
  return 0;
}

/// vfork_execs: exit 0
///   exit 0: ended @main
///   exit 7: ended @main
static int vfork_execs(void) {
  fflush(stdout);
  pid_t pid = vfork();
  if (pid == 0) {
    execl(own_path, own_path, "returned", (char *)NULL);
    _exit(3);
  }
  return tell(pid);
}

/// vfork_faults: exit 0
///   exit 0: ended @main
static int vfork_faults(void) {
  fflush(stdout);
  pid_t pid = vfork();
  if (pid == 0) {
    *nowhere = 1;
    _exit(3);
  }
  return tell(pid);
}

/// spawned: exit 0
///   exit 0: ended @main
///   exit 7: ended @main
static int spawned(void) {
  char *words[] = {(char *)own_path, "returned", NULL};
  pid_t pid = -1;
  fflush(stdout);
  if (posix_spawn(&pid, own_path, NULL, NULL, words, environ) != 0)
    return 97;
  return tell(pid);
}

/// by_shell: exit 0
///   exit 0: ended @main
///   exit 7: ended @main
static int by_shell(void) {
  char command[256];
  snprintf(command, sizeof command, "exec %s returned", own_path);
  fflush(stdout);
  printf("%x\n", (unsigned)system(command));
  return 0;
}

static char child_stack[65536] __attribute__((aligned(16)));

static int sharing_child(void *unused) {
  (void)unused;
  _exit(9);
}

// It shares the memory and so the ring, but its end is its own.
/// cloned: exit 0
///   exit 0: ended @main
static int cloned(void) {
  fflush(stdout);
  return tell(clone(sharing_child, child_stack + sizeof child_stack, CLONE_VM | SIGCHLD, NULL));
}

static int copied_child(void *unused) {
  (void)unused;
  static const char words[] = "copied\n";
  return write(1, words, sizeof words - 1) > 0 ? 10 : 11;
}

/// cloned_copy: exit 0
///   exit 0: ended @main
static int cloned_copy(void) {
  fflush(stdout);
  return tell(clone(copied_child, child_stack + sizeof child_stack, SIGCHLD, NULL));
}

static int cloned_exit_child(void *unused) {
  (void)unused;
  exit(9);
}

/// cloned_copy_exits: exit 0
///   exit 0: ended @main
static int cloned_copy_exits(void) {
  fflush(stdout);
  return tell(clone(cloned_exit_child, child_stack + sizeof child_stack, SIGCHLD, NULL));
}

// The C library ends the first child by a call of its own, which nothing can note.
/// daemonized: exit 0
///   exit 0: ended @main
///   silent: stopped @daemon
///   exit 13: ended @daemon_exit
static int daemonized(void) {
  int ends[2];
  char byte = 0;
  if (pipe(ends) != 0)
    return 97;
  fflush(stdout);
  pid_t pid = fork();
  if (pid == 0) {
    if (daemon(0, 0) != 0 || write(ends[1], "x", 1) != 1) // @daemon
      _exit(96);
    _exit(13); // @daemon_exit
  }
  close(ends[1]);
  if (read(ends[0], &byte, 1) != 1)
    return 95;
  return tell(pid);
}

static int print_by_number(void) {
  static const char words[] = "still here\n";
  return write(1, words, sizeof words - 1) > 0 ? 0 : 94;
}

static void *thread_exits(void *unused) {
  return unused; // @thread_exit
}

static int one_thread(void) {
  pthread_t thread;
  if (pthread_create(&thread, NULL, thread_exits, NULL) != 0)
    return 97;
  return pthread_join(thread, NULL);
}

/// closed_all: exit 0
///   exit 0: ended @main, exited @thread_exit
static int closed_all(void) {
  for (int i = 3; i < 4096; i++)
    close(i);
  one_thread();
  return print_by_number();
}

/// closed_range SOURCEPRINT_SINK=text: exit 0
///   exit 0: ended @main, exited @thread_exit
static int closed_range(void) {
  syscall(SYS_close_range, 3, ~0u, 0);
  one_thread();
  return print_by_number();
}

/// closed_standard: exit 0
///   exit 0: ended @main, exited @thread_exit
static int closed_standard(void) {
  fflush(stdout);
  for (int i = 0; i < 3; i++)
    close(i);
  return one_thread();
}

static pthread_t early_thread;

static void *live_long(void *unused) {
  pthread_setname_np(pthread_self(), "early");
  while (!stop)    // @early_turn
    sched_yield(); // @early_yield
  return unused;   // @early_exit
}

__attribute__((constructor)) static void begin(void) {
  if (getenv("EARLY_THREAD"))
    pthread_create(&early_thread, NULL, live_long, NULL);
}

/// thread_before_main EARLY_THREAD=1: exit 0
///   exit 0: ended @main, early exited @early_exit
static int thread_before_main(void) {
  stop = 1;
  return pthread_join(early_thread, NULL);
}

/// thread_around_main EARLY_THREAD=1: exit 0
///   exit 0: ended @main, early stopped @early_turn|@early_yield
static int thread_around_main(void) {
  usleep(100000); // until it turns
  return 0;
}

static void *outlive(void *unused) {
  for (;;)
    pause(); // @outlive
  return unused;
}

/// thread_behind_main: exit 0
///   exit 0: ended @main, stopped @outlive
static int thread_behind_main(void) {
  pthread_t thread;
  if (pthread_create(&thread, NULL, outlive, NULL) != 0)
    return 97;
  usleep(100000); // until it pauses
  return 0;
}

static ucontext_t main_context, routine_context;
static char routine_stack[65536];

static void routine(void) {
  for (int i = 0; i < 3; i++) {
    printf("routine %d\n", i);
    swapcontext(&routine_context, &main_context);
  }
  *nowhere = 1; // @routine
}

/// coroutine: SIGSEGV
///   SIGSEGV: crashed @routine
static int coroutine(void) {
  getcontext(&routine_context);
  routine_context.uc_stack.ss_sp = routine_stack;
  routine_context.uc_stack.ss_size = sizeof routine_stack;
  routine_context.uc_link = &main_context;
  makecontext(&routine_context, routine, 0);
  for (int i = 0; i < 4; i++)
    swapcontext(&main_context, &routine_context);
  return 0;
}

int main(int argc, char **argv) {
  static const struct test_case cases[] = {
      {"returned", returned},
      {"forked", forked},
      {"fork_faults", fork_faults},
      {"vforked", vforked},
      {"vforked_then_killed", vforked_then_killed},
      {"vfork_execs", vfork_execs},
      {"vfork_faults", vfork_faults},
      {"spawned", spawned},
      {"by_shell", by_shell},
      {"cloned", cloned},
      {"cloned_copy", cloned_copy},
      {"cloned_copy_exits", cloned_copy_exits},
      {"daemonized", daemonized},
      {"closed_all", closed_all},
      {"closed_range", closed_range},
      {"closed_standard", closed_standard},
      {"thread_before_main", thread_before_main},
      {"thread_around_main", thread_around_main},
      {"thread_behind_main", thread_behind_main},
      {"coroutine", coroutine},
      {0},
  };
  return run_case(cases, argc, argv);
}
