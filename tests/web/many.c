// A thousand threads, of which one ends the process.
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

static pthread_barrier_t all_are_there;

static int collatz(long n) {
  int steps = 0;
  while (n > 1) {
    n = n % 2 ? 3 * n + 1 : n / 2;
    steps++;
  }
  return steps;
}

static void *work(void *argument) {
  volatile int sum = 0;
  for (long i = 1; i < 40; i++)
    sum += collatz((long)argument * 40 + i);
  pthread_barrier_wait(&all_are_there);
  pause();
  return NULL;
}

int main(void) {
  pthread_t id;
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, 65536);
  pthread_barrier_init(&all_are_there, NULL, 1000);
  for (long i = 0; i < 999; i++)
    if (pthread_create(&id, &attributes, work, (void *)i))
      return 1;
  pthread_barrier_wait(&all_are_there);
  abort();
}
