// Two threads and a child that do a little now and then, and with an argument a thread that fills its ring all the
// time.
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

static volatile int total;

static void *tick(void *step) {
  for (int i = 0; i < 10; i++) {
    usleep(50000 + (unsigned)(long)step * 10000);
    if (i % 2)
      total += i;
  }
  return NULL;
}

static void *run(void *nothing) {
  for (;;)
    total++;
  return nothing;
}

static void be_child(void) {
  for (int i = 0; i < 3; i++)
    usleep(100000);
  _exit(3);
}

int main(int argc, char **argv) {
  pthread_t threads[3];
  if (argc > 1)
    pthread_create(&threads[2], NULL, run, argv);
  if (fork() == 0)
    be_child();
  for (long i = 0; i < 2; i++)
    pthread_create(&threads[i], NULL, tick, (void *)i);
  for (int i = 0; i < 2; i++)
    pthread_join(threads[i], NULL);
  abort();
}
