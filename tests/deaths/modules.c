// Libraries that come and go: ./PROGRAM.so and ./PROGRAM.other.so are made of part.c.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "cases.h"
#include "part.h"

static void *library;

static const struct part *open_part(const char *suffix) {
  char path[256];
  snprintf(path, sizeof path, "%s%s", own_path, suffix);
  library = dlopen(path, RTLD_NOW);
  const struct part *part = library ? dlsym(library, "part") : NULL;
  if (!part)
    exit(97);
  return part;
}

static int in_thread(const struct part *part) {
  pthread_t thread;
  if (pthread_create(&thread, NULL, part->leave, NULL) != 0)
    return 96;
  return pthread_join(thread, NULL);
}

/// opened: exit 0
///   exit 0: ended @main, exited @part_leave
static int opened(void) {
  const struct part *part = open_part(".so");
  printf("number %d\n", part->number());
  return in_thread(part);
}

/// fault_in_opened: SIGSEGV
///   SIGSEGV: crashed @part_fault|@part_number
static int fault_in_opened(void) {
  open_part(".so")->fault();
  return 0;
}

// What is gone can still be read.
/// closed: SIGKILL
///   silent: exited @part_leave, stopped @closed
static int closed(void) {
  in_thread(open_part(".so"));
  dlclose(library);
  kill(getpid(), SIGKILL); // @closed
  return 0;
}

/// opened_again: exit 0
///   exit 0: ended @main, exited @part_leave, exited @part_leave, exited @part_leave
static int opened_again(void) {
  for (int i = 0; i < 3; i++) {
    in_thread(open_part(".so"));
    dlclose(library);
  }
  return 0;
}

// The linker gives the second one the first one's place, and so its records would have the values of the first one's.
/// replaced: exit 0
///   exit 0: ended @main, exited @part_leave
///   note a module is not recorded
static int replaced(void) {
  const struct part *first = open_part(".so");
  in_thread(first);
  dlclose(library);
  const struct part *second = open_part(".other.so");
  printf("number %d, at the same place: %d\n", second->number(), first == second);
  return in_thread(second);
}

/// both_opened: exit 0
///   exit 0: ended @main, exited @part_leave, exited @part_other_leave
static int both_opened(void) {
  const struct part *first = open_part(".so");
  const struct part *second = open_part(".other.so");
  printf("numbers %d %d\n", first->number(), second->number());
  return in_thread(first) + in_thread(second);
}

int main(int argc, char **argv) {
  static const struct test_case cases[] = {
      {"opened", opened},
      {"fault_in_opened", fault_in_opened},
      {"closed", closed},
      {"opened_again", opened_again},
      {"replaced", replaced},
      {"both_opened", both_opened},
      {0},
  };
  return run_case(cases, argc, argv);
}
