// Makes processes in each of the usual ways. usage: forks fork|exec|daemon|threads [PROGRAM]
#define _GNU_SOURCE
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static int leave(int status) {
  return status; // child
}

static int wait_for(pid_t pid) {
  int status = 0;
  waitpid(pid, &status, 0);
  return WEXITSTATUS(status);
}

static void *busy(void *argument) {
  volatile int *stop = argument;
  volatile long turns = 0;
  while (!*stop)
    turns++;
  return NULL;
}

static int by_fork(void) {
  pid_t pid = fork();
  if (pid == 0)
    exit(leave(3));
  return wait_for(pid); // parent
}

static int by_exec(char *program) {
  pid_t pid = fork();
  if (pid == 0) {
    execl(program, program, "fork", (char *)NULL);
    _exit(99);
  }
  return wait_for(pid); // parent of exec
}

// Closes every descriptor, as daemons do, and outlives its parent.
static int by_double_fork(int ready) {
  pid_t pid = fork();
  if (pid == 0) {
    setsid();
    if (fork() != 0)
      _exit(5);
    for (int i = 0; i < 1024; i++)
      if (i != ready)
        close(i);
    leave(0);
    if (write(ready, "x", 1) != 1)
      _exit(98);
    _exit(6); // daemon
  }
  return wait_for(pid); // parent of daemon
}

static int by_threads(void) {
  volatile int stop = 0;
  pthread_t threads[3];
  for (int i = 0; i < 3; i++)
    pthread_create(&threads[i], NULL, busy, (void *)&stop);
  int sum = 0;
  for (int i = 0; i < 20; i++)
    sum += by_fork();
  stop = 1;
  for (int i = 0; i < 3; i++)
    pthread_join(threads[i], NULL);
  return sum;
}

int main(int argc, char **argv) {
  const char *how = argc > 1 ? argv[1] : "";
  int result = 0;
  if (strcmp(how, "fork") == 0)
    result = by_fork();
  if (strcmp(how, "exec") == 0)
    result = by_exec(argv[2]);
  if (strcmp(how, "threads") == 0)
    result = by_threads();
  if (strcmp(how, "daemon") == 0) {
    int ends[2];
    char byte = 0;
    if (pipe(ends) != 0)
      return 97;
    result = by_double_fork(ends[1]);
    close(ends[1]);
    if (read(ends[0], &byte, 1) != 1)
      return 96;
  }
  printf("%s %d\n", how, result);
  return result; // main
}
