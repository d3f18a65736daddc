// Copyright the sourceprint authors. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A busy program: threads that never rest, others that come and go, and children.
// usage: busy SECONDS THREADS
#define _GNU_SOURCE
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static time_t end;

struct item {
  char key[24];
  unsigned long value;
};

static time_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec;
}

static unsigned long hash_key(const char *key) {
  unsigned long hash = 5381;
  while (*key)
    hash = hash * 33 + (unsigned char)*key++;
  return hash;
}

static void make_item(struct item *item, unsigned number) {
  snprintf(item->key, sizeof item->key, "key %u", number % 1000);
  item->value = hash_key(item->key);
}

static unsigned long work_until(time_t when) {
  struct item items[16];
  unsigned long sum = 0;
  for (unsigned i = 0; i % 64 != 0 || now() < when; i++) {
    struct item *item = &items[i % 16];
    make_item(item, i);
    if (item->value % 3 == 0)
      sum += item->value;
    else
      sum ^= strlen(item->key);
  }
  return sum;
}

static void *stay(void *unused) {
  (void)unused;
  return (void *)work_until(end);
}

static void *come_and_go(void *unused) {
  (void)unused;
  return (void *)work_until(now());
}

int main(int argc, char **argv) {
  unsigned count = argc > 2 ? (unsigned)strtoul(argv[2], NULL, 10) : 1;
  end = now() + (argc > 1 ? strtol(argv[1], NULL, 10) : 1);
  pthread_t *threads = calloc(count, sizeof *threads);
  for (unsigned i = 0; i < count; i++)
    if (pthread_create(&threads[i], NULL, stay, NULL) != 0)
      return 1;
  for (unsigned second = 0; now() < end; second++) {
    pthread_t thread;
    if (pthread_create(&thread, NULL, come_and_go, NULL) == 0)
      pthread_join(thread, NULL);
    if (second % 10 == 0 && fork() == 0) {
      work_until(now() + 1);
      _exit(0);
    }
    sleep(1);
    while (waitpid(-1, NULL, WNOHANG) > 0) {
    }
  }
  for (unsigned i = 0; i < count; i++)
    pthread_join(threads[i], NULL);
  return 0;
}
