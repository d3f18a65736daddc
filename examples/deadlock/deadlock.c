// Two clerks move money between two accounts, each in its own direction. Each locks the account that it takes from,
// then the other one: sooner or later each has what the other one waits for, and both stand still.
#include <pthread.h>
#include <stdio.h>
#include <unistd.h>

struct account {
  pthread_mutex_t lock;
  const char *owner;
  long cents;
};

static struct account alice = {PTHREAD_MUTEX_INITIALIZER, "alice", 100000};
static struct account bob = {PTHREAD_MUTEX_INITIALIZER, "bob", 100000};

static void transfer(struct account *from, struct account *to, long cents) {
  pthread_mutex_lock(&from->lock);
  usleep(100); // the books are heavy
  pthread_mutex_lock(&to->lock);
  from->cents -= cents;
  to->cents += cents;
  pthread_mutex_unlock(&to->lock);
  pthread_mutex_unlock(&from->lock);
}

static void *clerk(void *argument) {
  struct account *from = argument;
  struct account *to = from == &alice ? &bob : &alice;
  for (int i = 1; i <= 100000; i++)
    transfer(from, to, i % 100);
  return NULL;
}

int main(void) {
  pthread_t clerks[2];
  pthread_create(&clerks[0], NULL, clerk, &alice);
  pthread_create(&clerks[1], NULL, clerk, &bob);
  for (int i = 0; i < 2; i++)
    pthread_join(clerks[i], NULL);
  printf("%ld\n", alice.cents + bob.cents);
  return 0;
}
