// Runs of several kinds: program deadlock|fork|good|bad.
//
// Two threads wait for each other's lock, for ever; a child goes another way than its parent; a value is halved, or
// not.
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define TWICE(number) ((number) + (number))
#define ADD(sum, number)                                                                                               \
  do {                                                                                                                 \
    sum += number;                                                                                                     \
  } while (0)

static pthread_mutex_t locks[2] = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_MUTEX_INITIALIZER};
static pthread_barrier_t both_hold_one;

static void *take_both(void *first) {
  const int number = *(const int *)first;
  pthread_mutex_lock(&locks[number]);
  pthread_barrier_wait(&both_hold_one);
  pthread_mutex_lock(&locks[1 - number]);
  return NULL;
}

static void wait_for_ever(void) {
  static int numbers[] = {0, 1};
  pthread_t threads[2];
  pthread_barrier_init(&both_hold_one, NULL, 2);
  for (int i = 0; i < 2; i++)
    pthread_create(&threads[i], NULL, take_both, &numbers[i]);
  pthread_join(threads[0], NULL);
}

static int halved(int number, int is_good) {
  if (is_good)
    number /= 2;
  return number;
}

int main(int argc, char **argv) {
  const char *how = argc > 1 ? argv[1] : "good";
  int sum = 0;
  if (strcmp(how, "deadlock") == 0)
    wait_for_ever();
  if (strcmp(how, "fork") == 0 && fork() == 0)
    return TWICE(2);
  wait(NULL);
  if (argc > 0)
#pragma clang loop unroll(disable)
    for (int i = 0; i < 10; i++) // has no record, as the pragma must stay next to it
      ADD(sum, halved(i, strcmp(how, "bad") != 0));
  printf("%d\n", sum);
  return 0;
}
