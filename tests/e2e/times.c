// Threads that note themselves when they do what; compare_times.py compares it with what was recorded. How the process
// ends: "exit", or "hang": then one thread waits for ever, and another one works on.
#define _GNU_SOURCE
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define ROUNDS 40

static int64_t before[2][ROUNDS], after[2][ROUNDS];
static int there[2], back[2];
static volatile unsigned long work;

static int64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_REALTIME, &time);
  return time.tv_sec * INT64_C(1000000000) + time.tv_nsec;
}

static void *naps(void *unused) {
  for (int i = 0; i < ROUNDS; i++) {
    before[0][i] = now();
    usleep(9000);
    after[0][i] = now();
  }
  return unused;
}

// Longer than a chunk of records.
static void compute(void) {
  for (int i = 0; i < 2500; i++) {
    work += 1;
    if (work % 2)
      work += 2;
  }
}

static void *computes(void *unused) {
  for (int i = 0; i < ROUNDS; i++) {
    before[1][i] = now();
    compute();
    after[1][i] = now();
  }
  return unused;
}

static void *answers(void *unused) {
  char ball;
  while (read(there[0], &ball, 1) == 1 && ball != '.') {
    usleep(5000);
    write(back[1], "a", 1);
  }
  return unused;
}

static void *waits(void *unused) {
  char ball;
  read(there[0], &ball, 1);
  return unused;
}

static void play(void) {
  pthread_t other;
  char ball;
  pthread_create(&other, NULL, answers, NULL);
  for (int i = 0; i < ROUNDS; i++) {
    write(there[1], "q", 1);
    read(back[0], &ball, 1);
  }
  write(there[1], ".", 1);
  pthread_join(other, NULL);
}

int main(int argc, char **argv) {
  pthread_t threads[2];
  if (argc != 2 || pipe(there) != 0 || pipe(back) != 0)
    return 2;
  pthread_create(&threads[0], NULL, naps, NULL);
  pthread_create(&threads[1], NULL, computes, NULL);
  pthread_join(threads[0], NULL);
  pthread_join(threads[1], NULL);
  play();
  for (int k = 0; k < 2; k++)
    for (int i = 0; i < ROUNDS; i++)
      printf("%d %lld %lld\n", k, (long long)before[k][i], (long long)after[k][i]);
  if (strcmp(argv[1], "exit") == 0)
    return 0;
  pthread_create(&threads[0], NULL, waits, NULL);
  for (int i = 0; i < 15; i++)
    usleep(100000);
  __builtin_trap();
}
