// Everything that makes the runtime write: a start, threads, a child, many records.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static int sum(int last) {
  int total = 0;
  for (int i = 0; i < last; i++)
    total += i;
  return total;
}

static void *work(void *result) {
  *(int *)result = sum(100);
  return NULL;
}

int main(void) {
  int results[2] = {0};
  pthread_t threads[2];
  printf("%d\n", sum(100));
  for (int i = 0; i < 2; i++) {
    if (pthread_create(&threads[i], NULL, work, &results[i]) != 0)
      return 97;
    pthread_join(threads[i], NULL);
    printf("%d\n", results[i]);
  }
  fflush(stdout);
  pid_t pid = fork();
  if (pid == 0)
    exit(sum(20) & 0xff);
  int status = 0;
  waitpid(pid, &status, 0);
  printf("%d\n", WEXITSTATUS(status));
  fprintf(stderr, "done\n");
  return 7;
}
