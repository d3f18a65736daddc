// What the exports are tried on: threads, recursion, a header with an odd name, text that formats must quote.
//
// program crash|exit|fork|long|deep: the worker dies of SIGSEGV; the process ends with status 3; so does one that has a
// child; one that makes more records than a ring holds; one with a deep recursion.
#define _GNU_SOURCE
#include "odd name.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define TWICE(number) ((number) + (number))

static pthread_barrier_t all_are_there;
static char *volatile nowhere;

static int count_down(int depth) {
  if (depth == 0)
    return 0;
  return count_down(depth - 1) + 1;
}

static void *wait_for_ever(void *name) {
  pthread_setname_np(pthread_self(), name);
  pthread_barrier_wait(&all_are_there);
  pause();
  return NULL;
}

static void *work(void *how) {
  const char *text = "\"quoted\" \\ <a & b> 'ü' %s";
  unsigned long sum = strlen(text);
  pthread_setname_np(pthread_self(), "wörker \"1\"");
  pthread_barrier_wait(&all_are_there);
  usleep(20000);
  for (int i = 0; i < 40; i++) {
    const int pair[] = {i, i + 1};
    sum += (unsigned long)TWICE(half(pair[0])) + (unsigned long)count_down(pair[1] % 7);
  }
  if (strcmp(how, "crash") == 0)
    *nowhere = (char)sum;
  return NULL;
}

static void never_called(void) { puts("never"); }

int main(int argc, char **argv) {
  const char *how = argc > 1 ? argv[1] : "exit";
  pthread_t threads[3];
  pthread_barrier_init(&all_are_there, NULL, 3);
  pthread_create(&threads[0], NULL, wait_for_ever, "waiting");
  pthread_create(&threads[1], NULL, wait_for_ever, "main");
  pthread_create(&threads[2], NULL, work, (void *)how);
  if (strcmp(how, "long") == 0)
    for (unsigned i = 0; i < 1000000; i++)
      half((int)i);
  if (strcmp(how, "deep") == 0)
    count_down(20000);
  if (strcmp(how, "fork") == 0 && fork() == 0)
    return count_down(5);
  wait(NULL);
  pthread_join(threads[2], NULL);
  if (argc > 5)
    never_called();
  return 3;
}
