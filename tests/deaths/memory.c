// Takes all the memory that there is. check_cases.py starts it where that is little.
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

#include "cases.h"

#define MEBIBYTE (1 << 20)
#define MOST 1024 // of them: then the machine has no limit, and is spared

static char *volatile newest; // its use is seen by the compiler

static void *rest(void *unused) {
  for (;;)
    pause(); // @rest
  return unused;
}

/// taken: SIGKILL
///   silent: stopped @touch|@allocate|@check|@next, stopped @rest
static int taken(void) {
  pthread_t thread;
  if (pthread_create(&thread, NULL, rest, NULL) != 0)
    return 97;
  usleep(100000);                  // until it rests
  for (int i = 0; i < MOST; i++) { // @next
    newest = malloc(MEBIBYTE);     // @allocate
    if (!newest)                   // @check
      return 96;
    memset(newest, i, MEBIBYTE); // @touch
  }
  return 95;
}

int main(int argc, char **argv) {
  static const struct test_case cases[] = {{"taken", taken}, {0}};
  return run_case(cases, argc, argv);
}
