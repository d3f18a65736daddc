// Threads that do nothing but add. Prints the nanoseconds that passed, and those that all threads together took.
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { MOST_THREADS = 64 };

struct work {
  pthread_t thread;
  uint64_t rounds, sum;
  int is_long;
};

// Each sum takes the one before, so that no compiler can tell the result without going through the loop.
static uint64_t add_one(uint64_t rounds) {
  uint64_t a = 1, before = rounds;
  for (uint64_t i = 0; i < rounds; i++)
    a += a ^ before;
  return a;
}

static uint64_t add_eight(uint64_t rounds) {
  uint64_t a = 1, b = 2, c = 3, d = rounds;
  for (uint64_t i = 0; i < rounds; i++) {
    a += b;
    b += c;
    c += d;
    d += a;
    a += c;
    b += d;
    c += a;
    d += b;
  }
  return a + b + c + d;
}

static void *add(void *argument) {
  struct work *work = argument;
  work->sum = work->is_long ? add_eight(work->rounds) : add_one(work->rounds);
  return NULL;
}

static uint64_t now(clockid_t clock) {
  struct timespec time;
  clock_gettime(clock, &time);
  return (uint64_t)time.tv_sec * 1000000000 + (uint64_t)time.tv_nsec;
}

int main(int argc, char **argv) {
  int count = argc == 4 ? atoi(argv[3]) : 0;
  if (count < 1 || count > MOST_THREADS) {
    fprintf(stderr, "usage: loop one|eight ROUNDS THREADS\n");
    return 2;
  }
  struct work works[MOST_THREADS];
  uint64_t begun = now(CLOCK_MONOTONIC), used = now(CLOCK_PROCESS_CPUTIME_ID), sum = 0;
  for (int i = 0; i < count; i++) {
    works[i].rounds = strtoull(argv[2], NULL, 10);
    works[i].is_long = !strcmp(argv[1], "eight");
    if (pthread_create(&works[i].thread, NULL, add, &works[i]))
      return 1;
  }
  for (int i = 0; i < count; i++) {
    pthread_join(works[i].thread, NULL);
    sum += works[i].sum;
  }
  used = now(CLOCK_PROCESS_CPUTIME_ID) - used;
  begun = now(CLOCK_MONOTONIC) - begun;
  printf("%llu %llu %llu\n", (unsigned long long)begun, (unsigned long long)used, (unsigned long long)sum);
  return 0;
}
