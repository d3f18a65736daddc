// Does what its standard input says, line by line, and prints a line when it is done.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

int first(int n) {
  n++;
  return n;
}

int second(int n) {
  n++;
  return n;
}

static pthread_barrier_t begin, done;

// A thread that lives through all of it.
static void *long_lived(void *argument) {
  for (;;) {
    pthread_barrier_wait(&begin);
    second(1);
    pthread_barrier_wait(&done);
  }
  return argument;
}

static int in_child(void) {
  int status = 0;
  pid_t child = fork();
  if (child == 0) {
    first(1);
    _exit(0);
  }
  waitpid(child, &status, 0);
  return status;
}

int main(void) {
  char order[64];
  pthread_t thread;
  pthread_barrier_init(&begin, NULL, 2);
  pthread_barrier_init(&done, NULL, 2);
  pthread_create(&thread, NULL, long_lived, NULL);
  setvbuf(stdout, NULL, _IOLBF, 0);
  while (fgets(order, sizeof order, stdin)) {
    int result = 0;
    if (strcmp(order, "pid\n") == 0)
      result = (int)getpid();
    else if (strcmp(order, "first\n") == 0)
      result = first(1);
    else if (strcmp(order, "second\n") == 0)
      result = second(1);
    else if (strcmp(order, "fork\n") == 0)
      result = in_child();
    else if (strcmp(order, "thread\n") == 0) {
      pthread_barrier_wait(&begin);
      pthread_barrier_wait(&done);
    }
    printf("%d\n", result);
  }
  return 7;
}
