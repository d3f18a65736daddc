// Threads that publish the line they are at in a file that outlives them. Kill the program at any moment, and compare
// what the file says with `sourceprint last`.
//
// usage: progress FILE [THREADS]
// The file holds, for each thread, three numbers of 32 bits: its tid, the line it published last, and 0.
#define _GNU_SOURCE
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#define MOST_THREADS 64

struct progress {
  volatile uint32_t tid, line, unused;
};

static struct progress *shared;

static uint32_t work(uint32_t x) {
  x ^= x << 13;
  x ^= x >> 17;
  x ^= x << 5;
  return x;
}

static void *run(void *argument) {
  struct progress *mine = argument;
  uint32_t x = (uint32_t)gettid();
  mine->tid = x;
  for (;;) {
    mine->line = __LINE__;
    x = work(x);
    mine->line = __LINE__;
    if (x & 1)
      mine->line = __LINE__;
    else
      mine->line = __LINE__;
    x += 3;
    mine->line = __LINE__;
  }
  return NULL;
}

int main(int argc, char **argv) {
  int threads = argc > 2 ? atoi(argv[2]) : 4;
  if (argc < 2 || threads < 1 || threads > MOST_THREADS) {
    fprintf(stderr, "usage: progress FILE [THREADS]\n");
    return 2;
  }
  int file = open(argv[1], O_RDWR | O_CREAT | O_TRUNC, 0600);
  if (file < 0 || ftruncate(file, MOST_THREADS * sizeof *shared) != 0) {
    perror(argv[1]);
    return 1;
  }
  shared = mmap(NULL, MOST_THREADS * sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  if (shared == MAP_FAILED) {
    perror("mmap");
    return 1;
  }
  for (int i = 0; i < threads; i++) {
    pthread_t thread;
    if (pthread_create(&thread, NULL, run, &shared[i]) != 0)
      return 1;
  }
  pause();
  return 0;
}
