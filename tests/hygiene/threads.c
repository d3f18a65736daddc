// Threads, processes, a library and memory, so that a tool that watches them sees the runtime at work.
#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static long total;

static int digits(int number) {
  char *text = malloc(16);
  int length = snprintf(text, 16, "%d", number);
  free(text);
  return length;
}

static void *count(void *rounds) {
  for (int i = 0; i < *(int *)rounds; i++) {
    int length = digits(i);
    pthread_mutex_lock(&lock);
    total += length;
    pthread_mutex_unlock(&lock);
  }
  return NULL;
}

static void child(int round) {
  if (fork() == 0) {
    printf("child: %d\n", digits(round));
    fflush(stdout);
    _exit(0);
  }
  int status;
  wait(&status);
}

int main(int argc, char **argv) {
  int rounds = argc > 1 ? atoi(argv[1]) : 1;
  pthread_t threads[4];
  for (int round = 0; round < 3; round++) {
    for (int i = 0; i < 4; i++)
      pthread_create(&threads[i], NULL, count, &rounds);
    for (int i = 0; i < 4; i++)
      pthread_join(threads[i], NULL);
    child(round);
  }
  errno = 0;
  void *library = dlopen("./library.so", RTLD_NOW);
  int (*twice)(int) = library ? (int (*)(int))dlsym(library, "twice") : NULL;
  printf("%ld %d\n", total, twice ? twice(4) : -1);
  if (library)
    dlclose(library);
  return 0;
}
