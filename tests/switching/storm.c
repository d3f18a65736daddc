// Starts threads, opens and closes a library, forks and allocates, until its standard input ends, and says whether all
// came out right.
#include <dlfcn.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static void *short_lived(void *argument) {
  char *memory = malloc((size_t)argument + 100);
  free(memory);
  return argument;
}

static long use_library(long n) {
  void *library = dlopen("./storm_part.so", RTLD_NOW);
  long (*work)(long) = library ? (long (*)(long))dlsym(library, "storm_work") : NULL;
  long result = work ? work(n) : -1;
  if (library)
    dlclose(library);
  return result;
}

static int is_right(long i) {
  pthread_t threads[4];
  void *result;
  int right = 1, status = 0;
  for (int k = 0; k < 4; k++)
    pthread_create(&threads[k], NULL, short_lived, (void *)(i + k));
  right &= use_library(i) == i + 3;
  for (int k = 0; k < 4; k++)
    right &= pthread_join(threads[k], &result) == 0 && (long)result == i + k;
  pid_t child = i % 10 == 0 ? fork() : 1;
  if (child == 0)
    _exit((int)(use_library(i) & 15));
  if (child > 1)
    right &= waitpid(child, &status, 0) == child && status == (int)((i + 3) & 15) << 8;
  return right;
}

int main(void) {
  int right = 1;
  printf("%d\n", (int)getpid());
  fflush(stdout);
  struct pollfd input = {.fd = STDIN_FILENO};
  for (long i = 0; (input.revents & POLLHUP) == 0; i++) {
    right &= is_right(i);
    poll(&input, 1, 0);
  }
  puts(right ? "right" : "wrong");
  return 0;
}
