// Does what a sanitizer ends the process for.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int *volatile nowhere;
static volatile int large = 2147483647;

static int use(int *p) {
  int sum = 1;
  sum += *p; // @use
  return sum;
}

static void *use_freed(void *unused) {
  int *volatile p = malloc(40);
  fprintf(stderr, "it is at %p\n", (void *)p);
  free(p);
  return use(p) ? unused : NULL;
}

static int overflow(int depth) {
  volatile char room[4096];
  room[0] = (char)depth;                // @store
  return overflow(depth + 1) + room[0]; // @deeper
}

int main(int argc, char **argv) {
  const char *what = argc > 1 ? argv[1] : "";
  pthread_t thread;
  if (strcmp(what, "freed") == 0 && pthread_create(&thread, NULL, use_freed, NULL) == 0)
    pthread_join(thread, NULL); // @join
  if (strcmp(what, "segv") == 0)
    *nowhere = 1; // @segv
  if (strcmp(what, "sum") == 0)
    return large + argc; // @sum
  if (strcmp(what, "overflow") == 0)
    return overflow(0);
  if (strcmp(what, "abort") == 0)
    abort(); // @abort
  for (int i = 0; i < 10 && strcmp(what, "leak") == 0; i++)
    nowhere = memset(malloc(100), 0, 100); // the last one may stay in a register
  nowhere = NULL;
  return 0;
}
