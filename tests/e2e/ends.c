// Ways to end, chosen by a word. The statement marked with that word is the last one that is begun.
#define _GNU_SOURCE
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int one = 1;
static int *volatile nowhere = NULL;

static int divide(int by) {
  return 100 / by; // divide
}

static void follow(int *pointer) {
  *pointer = 1; // segv
}

static int overflow(int depth) {
  volatile char room[4096];
  room[0] = (char)depth;
  return overflow(depth + 1) + room[0];
}

static void handler(int number) {
  (void)number;
  abort(); // handler
}

int main(int argc, char **argv) {
  const char *how = argc > 1 ? argv[1] : "";
  printf("%s\n", how);
  fflush(stdout);
  if (strcmp(how, "abort") == 0)
    abort(); // abort
  if (strcmp(how, "divide") == 0)
    printf("%d\n", divide(argc - 2));
  if (strcmp(how, "segv") == 0)
    follow(nowhere);
  if (strcmp(how, "trap") == 0)
    __builtin_trap(); // trap
  if (strcmp(how, "overflow") == 0)
    printf("%d\n", overflow(argc));
  if (strcmp(how, "exit") == 0)
    exit(3); // exit
  if (strcmp(how, "_exit") == 0)
    _exit(4); // _exit
  if (strcmp(how, "_Exit") == 0)
    _Exit(260); // _Exit
  if (strcmp(how, "terminate") == 0)
    kill(getpid(), SIGTERM); // terminate
  if (strcmp(how, "send") == 0)
    kill(getpid(), SIGSEGV); // send
  if (strcmp(how, "handler") == 0) {
    signal(SIGUSR1, handler);
    raise(SIGUSR1); // raise
  }
  if (strcmp(how, "ignore") == 0) {
    signal(SIGFPE, SIG_IGN);
    raise(SIGFPE);
  }
  return one + 4; // return
}
