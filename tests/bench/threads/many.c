// Many threads, at once or one after the other, which each do a little. Prints the largest number of open descriptors,
// and the process's largest resident set in KiB.
#include <dirent.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROUNDS = 1000, STACK_BYTES = 64 << 10 };

static pthread_barrier_t all_live, all_counted;
static int at_once;

static void *work(void *argument) {
  uintptr_t sum = (uintptr_t)argument;
  for (int i = 0; i < ROUNDS; i++) {
    sum = sum * 33 + (uintptr_t)i;
    if (sum & 1)
      sum ^= 0x55;
  }
  if (at_once) {
    pthread_barrier_wait(&all_live);
    pthread_barrier_wait(&all_counted);
  }
  return (void *)sum;
}

static int open_descriptors(void) {
  DIR *folder = opendir("/proc/self/fd");
  if (!folder)
    exit(1);
  int count = -1; // its own
  for (struct dirent *each; (each = readdir(folder));)
    count += each->d_name[0] != '.';
  closedir(folder);
  return count;
}

// Not getrusage()'s, which has that of the process before its exec in it.
static long largest_resident_set(void) {
  FILE *status = fopen("/proc/self/status", "r");
  char line[256];
  long size = -1;
  while (status && size < 0 && fgets(line, sizeof line, status))
    if (!strncmp(line, "VmHWM:", 6))
      size = atol(line + 6);
  if (status)
    fclose(status);
  return size;
}

static void start(pthread_t *thread, int number) {
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, STACK_BYTES);
  if (pthread_create(thread, &attributes, work, (void *)(uintptr_t)number))
    exit(1);
  pthread_attr_destroy(&attributes);
}

int main(int argc, char **argv) {
  if (argc != 3) {
    fprintf(stderr, "usage: many at-once|in-turn THREADS\n");
    return 2;
  }
  at_once = !strcmp(argv[1], "at-once");
  int count = atoi(argv[2]), most = 0;
  pthread_t *threads = calloc((size_t)count, sizeof *threads);
  if (!threads)
    return 1;
  pthread_barrier_init(&all_live, NULL, (unsigned)count + 1);
  pthread_barrier_init(&all_counted, NULL, (unsigned)count + 1);
  for (int i = 0; i < count; i++) {
    start(&threads[i], i);
    if (at_once)
      continue;
    pthread_join(threads[i], NULL);
    if (i % 1000 == 0 || i == count - 1) {
      int open = open_descriptors();
      most = open > most ? open : most;
    }
  }
  if (at_once) {
    pthread_barrier_wait(&all_live);
    most = open_descriptors();
    pthread_barrier_wait(&all_counted);
    for (int i = 0; i < count; i++)
      pthread_join(threads[i], NULL);
  }
  free(threads);
  printf("%d %ld\n", most, largest_resident_set());
  return 0;
}
