// Threads that allocate; one of them crashes when all have begun.
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

static pthread_barrier_t begun;

static int fail_at(char *memory) {
  memory[0] = 'x'; // here it crashes
  return memory[1];
}

static void *allocate(void *argument) {
  char *kept = NULL;
  for (int i = 1; i < 20000; i++) {
    char *memory = malloc((size_t)i % 900 + 16);
    memset(memory, i, 16);
    free(kept);
    kept = memory;
  }
  free(kept);
  pthread_barrier_wait(&begun);
  if (argument)
    fail_at((char *)argument - 1);
  pthread_barrier_wait(&begun); // nobody comes back
  return NULL;
}

int main(void) {
  pthread_t threads[4];
  pthread_barrier_init(&begun, NULL, 5);
  for (int i = 0; i < 4; i++)
    pthread_create(&threads[i], NULL, allocate, i == 2 ? (void *)1 : NULL);
  pthread_barrier_wait(&begun);
  pthread_join(threads[2], NULL);
  return 0;
}
