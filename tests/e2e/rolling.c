// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Programs for text_rolling_test.sh. usage: rolling KIND ROUNDS [FOLDER]
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile unsigned total;
static volatile sig_atomic_t children;
static unsigned long rounds;

static void on_child(int signal) {
  (void)signal;
  children++;
}

static void *work(void *argument) {
  for (unsigned long i = 0; i < rounds; i++) {
    total += 1;
    total += 2;
  }
  return argument;
}

// Says whether the program has a child that it did not make.
static int run_two_threads(void) {
  pthread_t second;
  signal(SIGCHLD, on_child);
  pthread_create(&second, NULL, work, NULL);
  work(NULL);
  pthread_join(second, NULL);
  int found = waitpid(-1, NULL, WNOHANG);
  printf("wait: %d %d, SIGCHLD: %d\n", found, found < 0 ? errno == ECHILD : 0, (int)children);
  return found >= 0 || children > 0;
}

static int run_many_threads(void) {
  unsigned long count = rounds;
  rounds = 1;
  for (unsigned long i = 0; i < count; i++) {
    pthread_t thread;
    if (pthread_create(&thread, NULL, work, NULL) == 0)
      pthread_join(thread, NULL);
  }
  return 0;
}

// What the text file has is more than the limit from the next statement on.
static int lower_limit(void) {
  struct rlimit limit = {1000, RLIM_INFINITY};
  work(NULL);
  if (setrlimit(RLIMIT_FSIZE, &limit) != 0)
    return 1;
  work(NULL);
  puts("alive");
  fflush(stdout);
  FILE *own = fopen("own.out", "w");
  for (int i = 0; i < 100; i++)
    fprintf(own, "%s\n", "a line of its own, so that the limit is met");
  fclose(own); // SIGXFSZ
  return 0;
}

// The run's folder can be reached no more.
static int lose_folder(const char *folder) {
  char moved[4096];
  snprintf(moved, sizeof moved, "%s.moved", folder);
  work(NULL);
  if (rename(folder, moved) != 0)
    return 1;
  work(NULL);
  return 0;
}

static int close_descriptors(void) {
  work(NULL);
  for (int file = 3; file < 1024; file++)
    close(file);
  // So many that one gets the number that the text file had.
  for (int i = 0; i < 1000; i++) {
    char line[] = "theirs\n";
    FILE *file = fopen("theirs.out", "a");
    if (file)
      setbuf(file, NULL);
    if (file && write(fileno(file), line, sizeof line - 1) < 0)
      return 1;
  }
  work(NULL);
  return 0;
}

static volatile int is_ready, is_done;

// Has a cancellation pending all the time, and no point where it may happen but the last.
static void *finish(void *argument) {
  is_ready = 1;
  while (is_ready != 2)
    total += 1;
  work(NULL);
  is_done = 1;
  pthread_testcancel();
  return argument;
}

static int cancel_thread(void) {
  pthread_t thread;
  void *result = NULL;
  pthread_create(&thread, NULL, finish, NULL);
  while (!is_ready)
    total += 1;
  pthread_cancel(thread);
  is_ready = 2;
  pthread_join(thread, &result);
  printf("done: %d, cancelled: %d\n", is_done, result == PTHREAD_CANCELED);
  return 0;
}

// Which numbers files get; all that are left are used in the end.
static int print_numbers(void) {
  int file;
  work(NULL);
  while ((file = open("/dev/null", O_RDONLY)) >= 0)
    printf("%d ", file);
  puts(strerror(errno));
  work(NULL);
  return 0;
}

static int fork_and_work(void) {
  work(NULL);
  pid_t child = fork();
  work(NULL);
  if (child == 0)
    _exit(0);
  return child < 0 || waitpid(child, NULL, 0) != child;
}

int main(int argc, char **argv) {
  const char *kind = argc > 2 ? argv[1] : "";
  rounds = argc > 2 ? strtoul(argv[2], NULL, 10) : 0;
  if (strcmp(kind, "threads") == 0)
    return run_two_threads();
  if (strcmp(kind, "many") == 0)
    return run_many_threads();
  if (strcmp(kind, "limit") == 0)
    return lower_limit();
  if (strcmp(kind, "close") == 0)
    return close_descriptors();
  if (strcmp(kind, "cancel") == 0)
    return cancel_thread();
  if (strcmp(kind, "numbers") == 0)
    return print_numbers();
  if (strcmp(kind, "fork") == 0)
    return fork_and_work();
  if (strcmp(kind, "folder") == 0 && argc > 3)
    return lose_folder(argv[3]);
  return 2;
}
