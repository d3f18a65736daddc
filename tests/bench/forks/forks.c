// forks COUNT AT_ONCE: COUNT children that do next to nothing, AT_ONCE of them at a time.
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile int count;

int main(int argc, char **argv) {
  const int children = argc > 1 ? atoi(argv[1]) : 0, most = argc > 2 ? atoi(argv[2]) : 1;
  int running = 0;
  for (int i = 0; i < children; i++) {
    if (fork() == 0) {
      count++;
      _exit(0);
    }
    if (++running < most)
      continue;
    wait(NULL);
    running--;
  }
  while (running-- > 0)
    wait(NULL);
  return 0;
}
