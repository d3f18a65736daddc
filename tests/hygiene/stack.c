// How much of its stack a thread uses, which does little: the stack is filled first, and what is still so is counted.
#define _GNU_SOURCE
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

static volatile int work;

static int once(int number) {
  number += work;
  work = number * 3;
  return number;
}

static void *record(void *unused) {
  for (int i = 0; i < 5000; i++)
    once(i);
  return unused;
}

int main(int argc, char **argv) {
  size_t size = 256 * 1024, unused = 0;
  unsigned char *stack = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  pthread_attr_t attributes;
  pthread_t thread;
  if (argc > 1)
    size = (size_t)atol(argv[1]);
  memset(stack, 0xa5, size);
  pthread_attr_init(&attributes);
  if (pthread_attr_setstack(&attributes, stack, size) != 0 ||
      pthread_create(&thread, &attributes, record, NULL) != 0)
    return 2;
  pthread_join(thread, NULL);
  while (unused < size && stack[unused] == 0xa5)
    unused++;
  printf("%zu\n", size - unused);
  return 0;
}
