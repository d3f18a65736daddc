// Goes on until its input ends; after a line it starts a thread.
#include <poll.h>
#include <pthread.h>
#include <unistd.h>

static void *helper(void *rounds) {
  for (;;) {
    ++*(long *)rounds;
    usleep(50000);
  }
  return NULL;
}

static long tick(long n) { return n + 1; }

int main(void) {
  static long rounds[16];
  pthread_t id;
  char line[64];
  struct pollfd input = {0, POLLIN, 0};
  long ticks = 0;
  for (int threads = 0;;) {
    ticks = tick(ticks);
    if (poll(&input, 1, 20) == 0)
      continue;
    if (read(0, line, sizeof line) <= 0)
      break;
    if (threads < 16)
      pthread_create(&id, NULL, helper, &rounds[threads++]);
  }
  return 0;
}
