// Everything that makes the runtime write: a start, threads, a child, many records; with an argument above 32768, so
// many that rings grow.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static unsigned sum(int last) {
  unsigned total = 0;
  for (int i = 0; i < last; i++)
    total += i;
  return total;
}

static int most = 100;

static void *work(void *result) {
  *(unsigned *)result = sum(most);
  return NULL;
}

int main(int argc, char **argv) {
  if (argc > 1 && atoi(argv[1]) > 32768)
    most = 20000;
  unsigned results[2] = {0};
  pthread_t threads[2];
  printf("%u\n", sum(most));
  for (int i = 0; i < 2; i++) {
    if (pthread_create(&threads[i], NULL, work, &results[i]) != 0)
      return 97;
    pthread_join(threads[i], NULL);
    printf("%u\n", results[i]);
  }
  fflush(stdout);
  pid_t pid = fork();
  if (pid == 0)
    exit((int)(sum(20) & 0xff));
  int status = 0;
  waitpid(pid, &status, 0);
  printf("%d\n", WEXITSTATUS(status));
  fprintf(stderr, "done\n");
  return 7;
}
