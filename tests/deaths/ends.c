// Ends of a process or a thread by the program's own will.
#define _GNU_SOURCE
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "cases.h"

static volatile int stop;

/// returned: exit 7
///   exit 7: ended @main
static int returned(void) { return 7; }

/// exited: exit 3
///   exit 3: ended @exit
static int exited(void) {
  exit(3); // @exit
}

/// at_once: exit 4
///   exit 4: ended @at_once
static int at_once(void) {
  _exit(4); // @at_once
}

/// at_once_c99: exit 4
///   exit 4: ended @at_once_c99
static int at_once_c99(void) {
  _Exit(260); // @at_once_c99
}

static void say_quick(void) {
  static const char words[] = "quick\n";
  if (write(1, words, sizeof words - 1) > 0)
    stop = 1; // @say_quick
}

/// quick: exit 6
///   exit 6: ended @say_quick
static int quick(void) {
  at_quick_exit(say_quick);
  quick_exit(6);
}

static void leave_otherwise(void) {
  _exit(9); // @otherwise
}

// What is noted is the status that counts, also where our own handler of the exit has run before.
/// exit_changed: exit 9
///   exit 9: ended @otherwise
static int exit_changed(void) {
  atexit(leave_otherwise);
  exit(3);
}

// Registered before the first record, so it runs behind what notes the end.
__attribute__((constructor, no_instrument_function)) static void begin(void) {
  if (getenv("EARLY_ATEXIT"))
    atexit(leave_otherwise);
}

/// exit_changed_late EARLY_ATEXIT=1: exit 9
///   exit 9: ended @otherwise
static int exit_changed_late(void) { return 3; }

static void *leave(void *status) {
  pthread_setname_np(pthread_self(), "leaver");
  exit(*(int *)status); // @leaver
}

/// exit_from_thread: exit 11
///   exit 11: leaver ended @leaver, stopped @create|@join
static int exit_from_thread(void) {
  int status = 11;
  pthread_t thread;
  if (pthread_create(&thread, NULL, leave, &status) != 0) // @create
    return 97;
  pthread_join(thread, NULL); // @join
  return 0;
}

static void *outlive(void *main_thread) {
  pthread_join(*(pthread_t *)main_thread, NULL);
  puts("outlived main");
  exit(12); // @outlive
}

/// main_thread_ends: exit 12
///   exit 12: exited @main_ends, ended @outlive
static int main_thread_ends(void) {
  static pthread_t self;
  pthread_t thread;
  self = pthread_self();
  if (pthread_create(&thread, NULL, outlive, &self) != 0)
    return 97;
  pthread_exit(NULL); // @main_ends
}

static void *end_softly(void *main_thread) {
  pthread_join(*(pthread_t *)main_thread, NULL);
  return main_thread; // @softly
}

// The last thread to end calls exit(0).
/// all_threads_end: exit 0
///   exit 0: exited @all_ends, ended @softly
static int all_threads_end(void) {
  static pthread_t self;
  pthread_t thread;
  self = pthread_self();
  if (pthread_create(&thread, NULL, end_softly, &self) != 0)
    return 97;
  pthread_exit(NULL); // @all_ends
}

static void clean_up(void *unused) {
  (void)unused;
  puts("cleaned up"); // @clean
}

static void *wait_deferred(void *unused) {
  pthread_cleanup_push(clean_up, NULL);
  stop = 1;
  for (;;)
    pause();
  pthread_cleanup_pop(0);
  return unused;
}

static int zero(void) {
  return 0; // @zero
}

static void *spin(void *unused) {
  pthread_setcanceltype(PTHREAD_CANCEL_ASYNCHRONOUS, NULL);
  stop = 1;
  for (;;)  // @turn
    zero(); // @spin
  return unused;
}

static int cancel(void *(*function)(void *)) {
  pthread_t thread;
  void *result = NULL;
  if (pthread_create(&thread, NULL, function, NULL) != 0)
    return 97;
  while (!stop)
    nanosleep(&(struct timespec){.tv_nsec = 100000}, NULL);
  pthread_cancel(thread);
  pthread_join(thread, &result);
  printf("cancelled: %d\n", result == PTHREAD_CANCELED);
  return 0;
}

/// cancelled: exit 0
///   exit 0: ended @main, exited @clean
static int cancelled(void) { return cancel(wait_deferred); }

/// cancelled_anywhere: exit 0
///   exit 0: ended @main, exited @turn|@spin|@zero
static int cancelled_anywhere(void) { return cancel(spin); }

static jmp_buf back;

static int dive(int depth) {
  if (depth == 0)
    longjmp(back, 8);
  return dive(depth - 1) + 1;
}

/// jumped: exit 8
///   exit 8: ended @main
static int jumped(void) {
  int number = setjmp(back);
  return number ? number : dive(20);
}

/// became_another: exit 7
///   exec: stopped @exec
///   exit 7: ended @main
static int became_another(void) {
  execl(own_path, own_path, "returned", (char *)NULL); // @exec
  return 96;
}

static void *become(void *unused) {
  execl(own_path, own_path, "returned", (char *)NULL); // @exec_there
  return unused;
}

/// became_another_in_thread: exit 7
///   exec: stopped @exec_there, stopped @create_exec|@join_exec
///   exit 7: ended @main
static int became_another_in_thread(void) {
  pthread_t thread;
  if (pthread_create(&thread, NULL, become, NULL) != 0) // @create_exec
    return 97;
  pthread_join(thread, NULL); // @join_exec
  return 0;
}

// A program that is not there: the process goes on.
/// did_not_become: exit 5
///   exit 5: ended @main
static int did_not_become(void) {
  execl("/nonexistent/program", "program", (char *)NULL);
  return 5;
}

int main(int argc, char **argv) {
  static const struct test_case cases[] = {
      {"returned", returned},
      {"exited", exited},
      {"at_once", at_once},
      {"at_once_c99", at_once_c99},
      {"quick", quick},
      {"exit_changed", exit_changed},
      {"exit_changed_late", exit_changed_late},
      {"exit_from_thread", exit_from_thread},
      {"main_thread_ends", main_thread_ends},
      {"all_threads_end", all_threads_end},
      {"cancelled", cancelled},
      {"cancelled_anywhere", cancelled_anywhere},
      {"jumped", jumped},
      {"became_another", became_another},
      {"became_another_in_thread", became_another_in_thread},
      {"did_not_become", did_not_become},
      {0},
  };
  return run_case(cases, argc, argv);
}
